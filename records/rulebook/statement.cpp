#include "records/rulebook_statement.hpp"

#include <algorithm>
#include <charconv>
#include <cstdio>

#include "records/ledger/signed_note.hpp"
#include "records/sha256.hpp"

namespace postvern::records {

namespace {

namespace chrono = std::chrono;

constexpr std::string_view kFirstLine = "postvern rulebook statement v1";
constexpr std::size_t kMostOfName = 255;  // octets of a site's name
constexpr std::uint64_t kFirstYear = 1970;

// The value of the next line, "name: value"; absent where it is another line. Takes it off.
std::optional<std::string_view> take_line(std::string_view& text, std::string_view name) {
    const auto end = text.find('\n');
    if (end == std::string_view::npos || !text.starts_with(name)) return {};
    std::string_view line = text.substr(name.size(), end - name.size());
    if (!line.starts_with(": ")) return {};
    text.remove_prefix(end + 1);
    line.remove_prefix(2);
    return line;
}

std::optional<std::uint64_t> number_in(std::string_view text) {
    std::uint64_t number = 0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failure != std::errc() || end != text.data() + text.size()) return {};
    return number;
}

std::optional<policy::RulebookHash> hash_in(std::string_view text) {
    policy::RulebookHash hash;
    if (text.size() != 2 * hash.size()) return {};
    for (std::size_t i = 0; i < hash.size(); ++i) {
        const char* const digits = text.data() + 2 * i;
        if (std::from_chars(digits, digits + 2, hash[i], 16).ptr != digits + 2) return {};
    }
    return hash;
}

std::optional<chrono::sys_days> day_in(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return {};
    const auto year = number_in(text.substr(0, 4));
    const auto month = number_in(text.substr(5, 2));
    const auto day = number_in(text.substr(8, 2));
    if (!year || !month || !day || *year < kFirstYear) return {};
    const chrono::year_month_day date{chrono::year(static_cast<int>(*year)),
                                      chrono::month(static_cast<unsigned>(*month)),
                                      chrono::day(static_cast<unsigned>(*day))};
    if (!date.ok()) return {};
    return chrono::sys_days(date);
}

bool is_site(std::string_view name) {
    return !name.empty() && name.size() <= kMostOfName &&
           std::all_of(name.begin(), name.end(),
                       [](char octet) { return octet > ' ' && octet < '\x7f' && octet != '+'; });
}

[[noreturn]] void refuse() {
    throw Unacceptable(
        "that is no statement on a rulebook: `postvern rules statement` writes one, `postvern "
        "rules "
        "sign` signs it, and nothing else may change it");
}

// With its parts verified to be what they should look like, the signatures not verified.
ledger::SignedNote note_in(std::string_view file) {
    if (parse_statement(file)) return {std::string(file), {}};
    auto note = ledger::parse_note(file);
    if (!note || !parse_statement(note->text)) refuse();
    return std::move(*note);
}

}  // namespace

std::string to_text(chrono::sys_days day) {
    const chrono::year_month_day date(day);
    std::array<char, 32> text;
    const int size =
        std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(date.year()),
                      static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
    return std::string(text.data(), static_cast<std::size_t>(size));
}

std::string to_text(const RulebookStatement& statement) {
    std::string text(kFirstLine);
    text.append("\nsite: ").append(statement.site);
    text.append("\nnumber: ").append(std::to_string(statement.number));
    text.append("\nrulebook: ").append(hexadecimal(statement.rulebook));
    text.append("\nreplaces: ").append(hexadecimal(statement.replaces));
    text.append("\nreview: ").append(to_text(statement.review)).append("\n");
    return text;
}

std::optional<RulebookStatement> parse_statement(std::string_view text) {
    std::string_view rest = text;
    if (!rest.starts_with(kFirstLine) || !rest.substr(kFirstLine.size()).starts_with('\n'))
        return {};
    rest.remove_prefix(kFirstLine.size() + 1);
    const auto site = take_line(rest, "site");
    const auto number = number_in(take_line(rest, "number").value_or(""));
    const auto rulebook = hash_in(take_line(rest, "rulebook").value_or(""));
    const auto replaces = hash_in(take_line(rest, "replaces").value_or(""));
    const auto review = day_in(take_line(rest, "review").value_or(""));
    if (!site || !is_site(*site) || !number || !rulebook || !replaces || !review) return {};
    RulebookStatement statement{std::string(*site), *number, *rulebook, *replaces, *review};
    // One text per statement: what was signed is what was read.
    if (to_text(statement) != text) return {};
    return statement;
}

RulebookStatement read_statement(std::string_view file) {
    return *parse_statement(note_in(file).text);
}

std::string sign_statement(std::string_view file, policy::StaffRole office,
                           const OfficerSigningKey& key) {
    if (std::find(kSigningOffices.begin(), kSigningOffices.end(), office) ==
        kSigningOffices.end()) {
        throw Unacceptable("a rulebook is signed as managing_director or as second_officer");
    }
    const ledger::SignedNote note = note_in(file);
    const std::string_view name = policy::name(office);
    const auto public_key = key.public_key();
    const std::string id = ledger::note_key_id(
        name, {reinterpret_cast<const char*>(public_key.octets.data()), public_key.octets.size()});
    for (const auto& signature : note.signatures) {
        if (signature.name == name && signature.key_id == id) {
            throw Unacceptable("this key has signed as " + std::string(name) + " already");
        }
    }
    return std::string(file) + (note.signatures.empty() && file == note.text ? "\n" : "") +
           key.signature_line(office, note.text);
}

}  // namespace postvern::records
