#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <chrono>

#include "compliance/verify/verifier.hpp"

namespace postvern::compliance::verify {

namespace {

constexpr std::size_t kDaySize = 4;
constexpr std::size_t kSeedSize = 32;

// Numbers and words of docs/formats/ledger.md, "Private record". An empty name: there is no such
// number.
constexpr std::string_view kRoles[] = {
    "",      "the owner",   "the delivery agent", "a job of the system",
    "staff", "the founder", "a processor",        "an authority"};
constexpr std::string_view kClasses[] = {
    "",        "staff access",    "requests for data", "changes of the rules",
    "consent", "rights requests", "breaches"};
constexpr std::string_view kData[] = {"data not stated",
                                      "mail",
                                      "calendars",
                                      "contacts",
                                      "files",
                                      "",
                                      "",
                                      "",
                                      "",
                                      "",
                                      "",
                                      "",
                                      "",
                                      "",
                                      "",
                                      "",
                                      "subscriber data",
                                      "the access record",
                                      "the whole site"};
constexpr std::string_view kOutcomes[] = {"", "was granted", "was refused"};
constexpr std::string_view kBands[] = {
    "no object",        "1 object",           "2-10 objects",      "11-100 objects",
    "101-1000 objects", "1001-10000 objects", "over 10000 objects"};
constexpr std::size_t kLegal = 2;         // of kClasses
constexpr std::uint64_t kRestricted = 1;  // flags
constexpr std::uint64_t kBasisCut = 2;
constexpr std::uint64_t kRulesCut = 4;
constexpr std::int64_t kQuarter = 900;  // seconds

// Reads the fields of a record one after the other.
class Fields {
  public:
    explicit Fields(std::string_view octets) : rest_(octets) {}

    std::string_view take(std::size_t size) {
        const std::string_view field = rest_.substr(0, size);
        rest_.remove_prefix(size);
        return field;
    }
    std::uint64_t number(std::size_t size) {
        std::uint64_t value = 0;
        for (const char octet : take(size)) value = value << 8 | static_cast<unsigned char>(octet);
        return value;
    }
    template <std::size_t Count>
    std::string word(const std::string_view (&words)[Count], const std::string& what) {
        const std::uint64_t value = number(1);
        if (value >= Count || words[value].empty()) {
            throw Fault("the private record has an unknown " + what + ", " + std::to_string(value));
        }
        return std::string(words[value]);
    }
    // Filled with zero; what could steer a terminal is shown as '?'.
    std::string text(std::size_t size) {
        const std::string_view field = take(size);
        std::string text(field.substr(0, field.find('\0')));
        if (field.find_first_not_of('\0', text.size()) != std::string_view::npos) {
            throw Fault("the private record has a text that does not end");
        }
        return printable(std::move(text));
    }
    std::string hex(std::size_t size) {
        std::string digits;
        for (const char octet : take(size)) {
            for (const int shift : {4, 0}) digits += "0123456789abcdef"[octet >> shift & 15];
        }
        return digits;
    }

  private:
    std::string_view rest_;
};

std::string two_digits(std::int64_t number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
}

std::string day_in_words(std::int64_t days) {
    const std::chrono::year_month_day day{std::chrono::sys_days{std::chrono::days{days}}};
    return std::to_string(static_cast<int>(day.year())) + '-' +
           two_digits(static_cast<unsigned>(day.month())) + '-' +
           two_digits(static_cast<unsigned>(day.day()));
}

std::string clock_in_words(std::int64_t seconds) {
    return two_digits(seconds / 3600) + ':' + two_digits(seconds / 60 % 60);
}

// Day and moment: the quarter of an hour that the act falls into, or of requests for data the
// minute.
std::string time_in_words(Fields& fields, bool is_legal) {
    const auto day = static_cast<std::int32_t>(fields.number(4));
    const std::uint64_t stated = fields.number(8);
    if (day < 0 || stated / 86'400 != static_cast<std::uint64_t>(day))
        throw Fault("the private record's moment is not of its day");
    const auto moment = static_cast<std::int64_t>(stated % 86'400);
    const std::string begin = clock_in_words(moment);
    return "On " + day_in_words(day) + ", " +
           (is_legal ? "at " + begin
                     : "between " + begin + " and " + clock_in_words(moment + kQuarter)) +
           " UTC, ";
}

// Rulebook, case, legal basis and rules: the last fields.
std::string grounds_in_words(Fields& fields, std::uint64_t flags) {
    const std::string rulebook = fields.hex(8);
    const std::string reference = fields.hex(16);
    const std::string basis = fields.text(168) + ((flags & kBasisCut) != 0 ? " ..." : "");
    const std::string rules = fields.text(200) + ((flags & kRulesCut) != 0 ? " ..." : "");
    return "Legal basis: " + basis + "\nRules that decided: " + rules + ", of rulebook " +
           rulebook + "\nCase: " + reference + '\n';
}

void require_opening(std::string_view opening) {
    if (opening.size() == kOpeningSize) return;
    throw Fault("is not an exported entry: its extra line is not of 548 octets");
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

std::string leaf_of(std::string_view opening) {
    require_opening(opening);
    const std::string_view seed = opening.substr(kDaySize, kSeedSize);
    const std::string_view record = opening.substr(kDaySize + kSeedSize);
    Hash commitment;
    if (HMAC(EVP_sha256(), seed.data(), static_cast<int>(seed.size()),
             reinterpret_cast<const unsigned char*>(record.data()), record.size(),
             commitment.data(), nullptr) == nullptr) {
        throw std::runtime_error("HMAC-SHA256 is not available");
    }
    std::string leaf("\1\0", 2);
    leaf += opening.substr(0, kDaySize);
    leaf.append(2, '\0');
    leaf.append(commitment.begin(), commitment.end());
    leaf += record.substr(16, 16);  // the lookup tag
    return leaf.append(8, '\0');
}

std::string in_words(std::string_view opening) {
    require_opening(opening);
    Fields fields(opening);
    const std::string published = day_in_words(static_cast<std::int32_t>(fields.number(kDaySize)));
    fields.take(kSeedSize);
    if (fields.number(1) != 1) throw Fault("the private record is not of version 1");
    const std::string kept_as = fields.word(kClasses, "retention class");
    const std::uint64_t flags = fields.number(1);
    if (flags > (kRestricted | kBasisCut | kRulesCut)) {
        throw Fault("the private record has unknown flags, " + std::to_string(flags));
    }
    const std::string role = fields.word(kRoles, "role");
    const std::string time = time_in_words(fields, kept_as == kClasses[kLegal]);
    fields.take(16);  // the lookup tag, which is in the leaf
    const std::string actor = fields.hex(16);
    const std::string subject = fields.hex(16);
    const std::string operation = fields.text(24);
    const std::string purpose = fields.text(24);
    const std::string data = fields.word(kData, "data class");
    const std::string outcome = fields.word(kOutcomes, "outcome");
    const std::string band = fields.word(kBands, "band");
    if (fields.number(5) != 0) throw Fault("the private record has something where zero stands");
    return time + role + ' ' + actor + ' ' + outcome + ' ' + operation + " for " + purpose + ": " +
           data + " of " + subject + ", " + band + " at most.\n" + grounds_in_words(fields, flags) +
           "Kept as: " + kept_as + ((flags & kRestricted) != 0 ? ", restricted" : "") +
           "\nPublished on " + published + ".\n";
}

}  // namespace postvern::compliance::verify
