#include "compliance/disclosure/lines.hpp"

#include <array>
#include <chrono>
#include <cstdio>

namespace postvern::compliance::disclosure {

namespace {

namespace chrono = std::chrono;

constexpr std::int64_t kDay = 86'400;
constexpr std::string_view kIndent = "  ";

int digit_of(char octet) {
    if (octet >= '0' && octet <= '9') return octet - '0';
    if (octet >= 'a' && octet <= 'f') return octet - 'a' + 10;
    return -1;
}

// Of decimal digits alone.
std::optional<std::uint64_t> number_in(std::string_view text) {
    std::uint64_t number = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failure != std::errc() || end != text.data() + text.size()) return {};
    return number;
}

// The next character of UTF-8 (RFC 3629), taken off; absent for what is none.
std::optional<char32_t> take_character(std::string_view& text) {
    const auto first = static_cast<unsigned char>(text[0]);
    const std::size_t size = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
    if (size == 0 || text.size() < size) return {};
    char32_t character = size == 1 ? first : first & (0x7fU >> size);
    for (std::size_t i = 1; i < size; ++i) {
        const auto octet = static_cast<unsigned char>(text[i]);
        if ((octet & 0xc0) != 0x80) return {};
        character = character << 6 | (octet & 0x3fU);
    }
    constexpr std::array<char32_t, 5> kSmallest = {0, 0, 0x80, 0x800, 0x10000};
    if (character < kSmallest[size] || character > 0x10ffff || (character >= 0xd800 && character < 0xe000)) return {};
    text.remove_prefix(size);
    return character;
}

// Controls, and what hides or turns round what stands beside it.
bool misleads(char32_t character) {
    return character < 0x20 || (character >= 0x7f && character < 0xa0) || character == 0xad || character == 0x61c ||
           (character >= 0x200b && character <= 0x200f) || (character >= 0x2028 && character <= 0x202e) ||
           (character >= 0x2060 && character <= 0x206f) || character == 0xfeff ||
           (character >= 0xfff0 && character <= 0xffff) || character >= 0xe0000;
}

}  // namespace

std::string to_hex(std::span<const std::uint8_t> octets) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    text.reserve(2 * octets.size());
    for (const auto octet : octets) text.append({kDigits[octet >> 4], kDigits[octet & 15]});
    return text;
}

bool from_hex(std::string_view digits, std::span<std::uint8_t> out) {
    if (digits.size() != 2 * out.size()) return false;
    for (std::size_t i = 0; i < out.size(); ++i) {
        const int high = digit_of(digits[2 * i]);
        const int low = digit_of(digits[2 * i + 1]);
        if (high < 0 || low < 0) return false;
        out[i] = static_cast<std::uint8_t>(high << 4 | low);
    }
    return true;
}

std::string to_date(std::int64_t day) {
    const chrono::year_month_day date{chrono::sys_days(chrono::days(day))};
    std::array<char, 32> text;
    const int size = std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(date.year()),
                                   static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
    return std::string(text.data(), static_cast<std::size_t>(size));
}

std::string to_moment(std::int64_t unix_seconds) {
    const auto day = unix_seconds / kDay;
    const auto second = static_cast<int>(unix_seconds % kDay);
    std::array<char, 32> text;
    const int size = std::snprintf(text.data(), text.size(), "T%02d:%02d:%02dZ", second / 3600, second / 60 % 60, second % 60);
    return to_date(day) + std::string(text.data(), static_cast<std::size_t>(size));
}

std::optional<std::int64_t> from_moment(std::string_view text) {
    if (text.size() != 20) return {};
    const auto year = number_in(text.substr(0, 4));
    const auto month = number_in(text.substr(5, 2));
    const auto day = number_in(text.substr(8, 2));
    const auto hour = number_in(text.substr(11, 2));
    const auto minute = number_in(text.substr(14, 2));
    const auto second = number_in(text.substr(17, 2));
    if (!year || !month || !day || !hour || !minute || !second || *year < 1970) return {};
    const chrono::year_month_day date{chrono::year(static_cast<int>(*year)), chrono::month(static_cast<unsigned>(*month)),
                                      chrono::day(static_cast<unsigned>(*day))};
    if (!date.ok() || *hour > 23 || *minute > 59 || *second > 59) return {};
    const std::int64_t moment = chrono::sys_days(date).time_since_epoch().count() * kDay +
                                static_cast<std::int64_t>(*hour * 3600 + *minute * 60 + *second);
    if (to_moment(moment) != text) return {};  // separators
    return moment;
}

bool is_plain(std::string_view text, std::size_t most) {
    if (text.empty() || text.size() > most || text.front() == ' ' || text.back() == ' ') return false;
    while (!text.empty()) {
        const auto character = take_character(text);
        if (!character || misleads(*character)) return false;
    }
    return true;
}

std::string_view LineReader::take() {
    ++line_;
    const auto end = rest_.find('\n');
    if (end == std::string_view::npos) throw SyntaxError(line_, rest_.empty() ? "the text ends too early" : "has no line feed at its end");
    const auto line = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    return line;
}

bool LineReader::is_next(std::string_view name) const {
    return rest_.size() > name.size() && rest_.starts_with(name) && rest_[name.size()] == ':';
}

void LineReader::expect_line(std::string_view whole) {
    if (take() != whole) throw SyntaxError(line_, "expected \"" + std::string(whole) + "\"");
}

void LineReader::expect_end() {
    if (!rest_.empty()) throw SyntaxError(line_ + 1, "nothing may follow");
}

std::string_view LineReader::value(std::string_view name) {
    auto line = take();
    if (!line.starts_with(name) || !line.substr(name.size()).starts_with(": ")) {
        throw SyntaxError(line_, "expected \"" + std::string(name) + ": ...\"");
    }
    return line.substr(name.size() + 2);
}

void LineReader::refuse(std::string_view name, const std::string& expected) const {
    throw SyntaxError(line_, std::string(name) + " takes " + expected);
}

std::uint64_t LineReader::number(std::string_view name, std::uint64_t most) {
    const auto text = value(name);
    const auto found = number_in(text);
    if (!found || *found > most || std::to_string(*found) != text) refuse(name, "a number up to " + std::to_string(most));
    return *found;
}

std::int64_t LineReader::moment(std::string_view name) {
    const auto found = from_moment(value(name));
    if (!found) refuse(name, "a moment like 2027-03-01T09:30:00Z");
    return *found;
}

std::string LineReader::block(std::string_view name) {
    expect_line(std::string(name) + ":");
    std::string text;
    while (rest_.starts_with(kIndent)) text.append(take().substr(kIndent.size())).append("\n");
    return text;
}

std::string to_block(std::string_view name, std::string_view text) {
    std::string block(name);
    block.append(":\n");
    while (!text.empty()) {
        const auto end = text.find('\n') + 1;  // each line has one
        block.append(kIndent).append(text.substr(0, end));
        text.remove_prefix(end);
    }
    return block;
}

}  // namespace postvern::compliance::disclosure
