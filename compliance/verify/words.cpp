// What a record says, for people; refuses one that is not in the format.
#include <ctime>

#include "compliance/verify/lines.hpp"

namespace postvern::compliance::verify {

namespace {

// In UTC, by a form of strftime().
std::string moment_in(const std::string& form, std::int64_t moment) {
    std::tm parts{};
    std::array<char, 64> text{};
    ::gmtime_r(&moment, &parts);
    return {text.data(), std::strftime(text.data(), text.size(), form.c_str(), &parts)};
}

}  // namespace

std::string printable(std::string text, char kept) {
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto octet = static_cast<unsigned char>(text[at]);
        // U+0080 to U+009F, in UTF-8
        const bool is_c1 = octet >= 0x80 && octet < 0xa0 && at > 0 && text[at - 1] == '\xc2';
        const bool is_control = octet < ' ' || octet == 0x7f || is_c1;
        if (is_control && (kept == '\0' || text[at] != kept)) text[at] = '?';
    }
    return text;
}

// Offsets and numbers are those of docs/formats/ledger.md, "Private record".
std::string in_words(std::string_view opening) {
    const std::string_view record = record_in(opening);
    const auto number = [&](std::size_t at, std::size_t size) {
        return big_endian(record.substr(at, size));
    };
    const auto word = [&](std::size_t at, const std::string& what, std::uint64_t first,
                          std::initializer_list<const char*> words) -> std::string {
        const std::uint64_t value = number(at, 1);
        if (value >= first && value - first < words.size()) return words.begin()[value - first];
        throw Fault("the private record has an unknown " + what + ", " + std::to_string(value));
    };
    const auto text = [&](std::size_t at, std::size_t size) {
        const std::string_view field = record.substr(at, size),
                               said = field.substr(0, field.find('\0'));
        if (field.find_first_not_of('\0', said.size()) == std::string_view::npos)
            return printable(std::string(said));
        throw Fault("the private record has a text that does not end");
    };
    const auto digits = [&](std::size_t at, std::size_t size) {
        return to_digits(record.substr(at, size));
    };
    const std::uint64_t flags = number(2, 1), moment = number(8, 8);
    if (number(0, 1) != 1) throw Fault("the private record is not of version 1");
    if (flags > 7) throw Fault("the private record has unknown flags, " + std::to_string(flags));
    if (number(4, 4) >> 31 != 0 || moment / 86'400 != number(4, 4))
        throw Fault("the private record's moment is not of its day");
    if (number(115, 5) != 0) throw Fault("the private record has something where zero stands");
    const auto time = static_cast<std::int64_t>(moment);
    const std::string class_ = word(1, "retention class", 1,
                                    {"staff access", "requests for data", "changes of the rules",
                                     "consent", "rights requests", "breaches"});
    const std::string role = word(3, "role", 1,
                                  {"the owner", "the delivery agent", "a job of the system",
                                   "staff", "the founder", "a processor", "an authority"});
    const std::string data =
        number(112, 1) < 16 ? word(112, "data class", 0,
                                   {"data not stated", "mail", "calendars", "contacts", "files"})
                            : word(112, "data class", 16,
                                   {"subscriber data", "the access record", "the whole site"});
    const std::string band = word(114, "band", 0,
                                  {"no object", "1 object", "2-10 objects", "11-100 objects",
                                   "101-1000 objects", "1001-10000 objects", "over 10000 objects"});
    return moment_in("On %Y-%m-%d, ", time) +
           (number(1, 1) == 2
                ? moment_in("at %H:%M UTC, ", time)
                : moment_in("between %H:%M and ", time) + moment_in("%H:%M UTC, ", time + 900)) +
           role + ' ' + digits(32, 16) + ' ' +
           word(113, "outcome", 1, {"was granted", "was refused"}) + ' ' + text(64, 24) + " for " +
           text(88, 24) + ": " + data + " of " + digits(48, 16) + ", " + band +
           " at most.\nLegal basis: " + text(144, 168) + ((flags & 2) != 0 ? " ..." : "") +
           "\nRules that decided: " + text(312, 200) + ((flags & 4) != 0 ? " ..." : "") +
           ", of rulebook " + digits(120, 8) + "\nCase: " + digits(128, 16) +
           "\nKept as: " + class_ + ((flags & 1) != 0 ? ", restricted" : "") +
           moment_in("\nPublished on %Y-%m-%d.\n",
                     static_cast<std::int32_t>(big_endian(opening.substr(0, 4))) *
                         std::int64_t{86'400});
}

}  // namespace postvern::compliance::verify
