#include "records/ledger/key_names.hpp"

#include <charconv>

#include "records/ledger/site_keys.hpp"

namespace postvern::records::ledger {

namespace {

constexpr std::string_view kLedger = "ledger/";
constexpr std::string_view kRecords = "records/";
constexpr std::string_view kStream = "stream/";
constexpr std::size_t kPseudonymDigits = 2 * sizeof(Pseudonym);

std::string_view name(Stream stream) {
    return stream == Stream::restricted ? "restricted" : "visible";
}

bool take(std::string_view& rest, std::string_view beginning) {
    if (!rest.starts_with(beginning)) return false;
    rest.remove_prefix(beginning.size());
    return true;
}

// Digits, and what must follow them.
template <typename Number>
bool take_number(std::string_view& rest, char end, Number& number) {
    const auto [next, failure] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
    if (failure != std::errc()) return false;
    rest.remove_prefix(static_cast<std::size_t>(next - rest.data()));
    return take(rest, {&end, 1});
}

std::optional<KeyName::Records> take_records(std::string_view& rest) {
    unsigned retention = 0;
    Month month{};
    if (!take_number(rest, '/', retention) || !take_number(rest, '-', month.year) ||
        !take_number(rest, '/', month.month)) {
        return {};
    }
    if (month.month < 1 || month.month > 12) return {};
    return KeyName::Records{RetentionClass(static_cast<std::uint8_t>(retention)), month};
}

}  // namespace

std::string key_names_of(const Pseudonym& subject) {
    return std::string(kLedger) + hex(subject) + '/';
}

std::string record_key_name(const PrivateRecord& record) {
    return key_names_of(record.subject) + std::string(kRecords) +
           std::to_string(static_cast<unsigned>(record.retention)) + '/' +
           to_string(month_of(record.moment)) + '/' + std::string(name(record.stream));
}

std::string stream_key_name(const Pseudonym& subject, Stream stream) {
    return key_names_of(subject) + std::string(kStream) + std::string(name(stream));
}

std::string tally_key_name(Day day) {
    return "ledger/tallies/" + std::to_string(static_cast<std::int32_t>(day));
}

std::optional<KeyName> read_key_name(std::string_view text) {
    const std::size_t person = kLedger.size() + kPseudonymDigits + 1;
    if (text.size() < person || !text.starts_with(kLedger) || text[person - 1] != '/') return {};
    KeyName read{std::string(text.substr(0, person)), Stream::visible, {}};
    text.remove_prefix(person);
    if (take(text, kRecords)) {
        read.records = take_records(text);
        if (!read.records) return {};
    } else if (!take(text, kStream)) {
        return {};
    }
    if (text == name(Stream::restricted)) {
        read.stream = Stream::restricted;
    } else if (text != name(Stream::visible)) {
        return {};
    }
    return read;
}

}  // namespace postvern::records::ledger
