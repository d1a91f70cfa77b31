// Letters about requests for data: what the house answers to those who ask, to courts and to
// owners, in English and Norwegian, as text and as PDF. Templates are data that a lawyer edits
// (docs/operating/letters.md); here is what letters there are, what each may say, and what it must
// say.
//
// INVARIANT: a letter that goes out before there is a valid order names no account and takes no
// field that depends on one: it is the same, octet by octet, whether the account exists or not
// (LetterStage). Values without state; safe from any thread. pdf() starts a process and waits for
// it.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace postvern::compliance {

enum class Language : std::uint8_t { english, norwegian };  // "en", "nb" (bokmål)
inline constexpr std::size_t kLanguageCount = 2;

// Every letter; `name` gives its id, which is the name here and the name of its template's file.
enum class LetterKind : std::uint8_t {
    // To whoever asks, before there is a valid order.
    receipt,                        // confirms that a letter came, and nothing else
    missing_fields,                 // what the request must still state: `missing`
    rejected_foreign_attorney,      // the right road: `right_route`
    rejected_foreign_authority,     // likewise
    rejected_private_party,         // civil parties too
    rejected_police_request,        // no order of a court
    rejected_subpoena,              // likewise
    rejected_intelligence_service,  // a body without power here
    rejected_unverified_sender,
    rejected_bulk_request,
    rejected_no_account,     // the request names no account: never that there is none
    rejected_after_counsel,  // out of a statutory hold, with `reasons`
    refused_without_order,   // awaits a court
    held_for_counsel,        // statutory hold: `hold_basis`, `decide_by`
    held_urgent,             // the same within 24 hours: Strpl §§ 210(2), 216d, Penal Code § 196
    held_european_order,     // Regulation (EU) 2023/1543
    order_defects,           // an order that is not valid yet: `defects`
    preservation_receipt,    // Strpl § 215a: to the extent such data exist
    preservation_ended,
    order_expired,
    request_withdrawn,
    complaint_answer,  // to a complaint or an objection of the sender, with `answer`
    // After two persons found the order valid.
    secrecy_release_request,  // asks for the release of Strpl § 118
    privilege_notice,         // to the court: Strpl §§ 204, 205(3)
    objection_notice,  // to court and counsel: the data protection officer's objection and the
                       // `answer`
    owner_notice_before,
    owner_notice_after,
    owner_notice_recalled,   // an order was quashed after delivery
    owner_notice_unused,     // an order came of which nothing was handed over
    owner_notice_pending,    // an order is still to be carried out, and silence about it ended
    owner_notice_preserved,  // data were preserved, and no order followed: Strpl § 215 a(3)
    owner_answer,            // to an objection or complaint of the owner, with `answer`
    deferral_reminder,       // to the authority, 14 days before the court's deferral ends
    deferral_ended,          // to the authority: the owner is told today
    silence_review,          // to the authority: is statutory silence still needed? (every 30 days)
    hand_over,
    hand_over_receipt,  // the form that comes back signed
    nothing_held,       // a valid order of which there is nothing to hand over
    recall,             // the order was quashed after delivery
};
inline constexpr std::size_t kLetterKindCount = static_cast<std::size_t>(LetterKind::recall) + 1;

enum class LetterStage : std::uint8_t { before_order, after_order };

// Where the value of a field comes from. A letter before an order takes those of house, sender and
// handling alone.
enum class FieldOrigin : std::uint8_t {
    house,     // configuration: who we are
    sender,    // what the letter that came says of its sender; never whose data it wants
    handling,  // what the house did with the letter: dates, reasons of the table, what is lacking
    order,     // what a valid order says, accounts included
    holdings,  // what there is: owner, bag
};

enum class FieldShape : std::uint8_t {
    line,    // one line, 1 to 500 characters
    lines,   // 1 to 8 lines, an address
    text,    // paragraphs, set apart by an empty line; at most 4,000 characters
    date,    // a day
    moment,  // a minute, UTC
    code,    // one of the field's codes, said in the letter's language
    codes,   // one or more of them, each once
    list,    // 1 to 100 lines
};

// What a template may say. `name` gives the word in braces, which is the name here.
enum class LetterField : std::uint8_t {
    house,
    house_address,
    house_contact,
    recipient,
    recipient_address,
    their_reference,  // as they wrote it
    our_reference,    // of the case: random, says nothing
    date,             // of the letter
    signed_by,        // name and office
    received,         // date: when their letter came
    missing,          // codes: kMissingCodes
    defects,          // codes: kDefectCodes
    right_route,      // code: kRouteCodes
    hold_basis,       // code: kHoldCodes
    answer_by,        // date until which an answer is awaited
    decide_by,        // moment: end of the hold
    preserved_until,  // date
    ended,            // date: of a preservation
    expired,          // moment: end of the order's force
    withdrawn,        // date
    reasons,          // text of an officer
    answer,           // text of an officer
    objection,        // text: what was objected
    authority,        // who holds the order: line
    court,
    order_number,
    order_date,
    section,         // of the statute, as the order has it
    accounts,        // list
    classes,         // codes: kClassCodes
    window_from,     // moment: the first that is covered
    window_until,    // moment: the last that is covered
    approval_from,   // moment before which nothing is approved
    deferred_until,  // moment: end of the court's deferral
    handed_over,     // date
    bag,             // name of the file
    bag_sha256,      // hexadecimal
    certificate_sha256,
    quashed_by,  // court
    quashed_number,
    quashed_on,  // date
};
inline constexpr std::size_t kLetterFieldCount =
    static_cast<std::size_t>(LetterField::quashed_on) + 1;

// Codes; each has its wording in both languages (templates/{en,nb}/passages.txt,
// `[missing.instrument]`). What a request must state and does not.
inline constexpr auto kMissingCodes = std::to_array<std::string_view>(
    {"instrument", "section", "authority", "country", "person", "contact", "date", "case_number",
     "accounts", "data_classes", "time_window", "deadline", "silence", "enclosures", "call_back"});
// Why an order is not valid yet.
inline constexpr auto kDefectCodes = std::to_array<std::string_view>({"court",
                                                                      "number",
                                                                      "date",
                                                                      "seal",
                                                                      "signature",
                                                                      "section",
                                                                      "account",
                                                                      "classes",
                                                                      "window",
                                                                      "time_zone",
                                                                      "expiry",
                                                                      "expired",
                                                                      "not_in_force",
                                                                      "counsel",
                                                                      "secrecy",
                                                                      "privilege",
                                                                      "appeal",
                                                                      "not_norwegian",
                                                                      "wider_than_statute",
                                                                      "copy_incomplete",
                                                                      "recipient_certificate"});
// Roads: those of policy::Route, and the European orders. C S N B D H K E of the table of routes.
inline constexpr auto kRouteCodes =
    std::to_array<std::string_view>({"council_of_europe", "schengen", "nordic", "bilateral",
                                     "diplomatic", "domestic", "interception", "european_order"});
// Bases that lead to a statutory hold: names of policy::Basis.
inline constexpr auto kHoldCodes = std::to_array<std::string_view>(
    {"prosecutor_order", "urgent_order", "urgent_interception", "preservation_order",
     "european_production_order", "european_preservation_order", "subscriber_request",
     "order_without_suspicion", "duty_to_avert"});
// Names of policy::DisclosureClass.
inline constexpr auto kClassCodes =
    std::to_array<std::string_view>({"mail", "calendar", "contacts", "files", "subscriber"});

std::string_view name(Language language) noexcept;
std::string_view name(LetterKind kind) noexcept;
std::string_view name(LetterField field) noexcept;
std::optional<Language> language_named(std::string_view name) noexcept;
std::optional<LetterKind> letter_named(std::string_view name) noexcept;
std::optional<LetterField> letter_field_named(std::string_view name) noexcept;

FieldShape shape(LetterField field) noexcept;
FieldOrigin origin(LetterField field) noexcept;
std::span<const std::string_view> codes(LetterField field) noexcept;  // empty unless code or codes

// What a letter may say, in the order of the enumeration: fields that it needs, and fields that it
// may have.
LetterStage stage(LetterKind kind) noexcept;
std::vector<LetterField> needed_fields(LetterKind kind);
std::vector<LetterField> possible_fields(LetterKind kind);  // the needed ones included

// A template that cannot be used: "FILE:LINE: what is wrong". Line 0: the whole file.
class TemplateError : public std::runtime_error {
  public:
    TemplateError(std::string file, std::size_t line, const std::string& what);
    const std::string& file() const noexcept { return file_; }
    std::size_t line() const noexcept { return line_; }  // 1-based

  private:
    std::string file_;
    std::size_t line_;
};

// A field that is lacking, has another shape, or has a value that no letter may carry.
class FieldError : public std::runtime_error {
  public:
    FieldError(LetterField field, const std::string& what);
    LetterField field() const noexcept { return field_; }

  private:
    LetterField field_;
};

// The typesetter is missing, failed, or has no sign for a character. The text of the letter is good
// all the same.
struct TypesettingError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

struct Moment {
    std::int64_t unix_seconds = 0;
    friend bool operator==(Moment, Moment) = default;
};
using Day = std::chrono::year_month_day;

// What a case knows, for whichever letter: a letter takes what its kind may say and nothing else.
// Values are checked as they are set: valid UTF-8, no control characters, no invisible or
// direction-changing ones (FieldError).
class LetterFields {
  public:
    LetterFields& set(LetterField field, std::string value);  // line, code, text
    LetterFields& set_each(LetterField field,
                           std::vector<std::string> values);  // lines, list, codes
    LetterFields& set(LetterField field, Day value);
    LetterFields& set(LetterField field, Moment value);

    LetterFields without(LetterField field) const;

    using Value = std::variant<std::string, std::vector<std::string>, Day, Moment>;
    const Value* find(LetterField field) const;  // nullptr: not set

  private:
    std::map<LetterField, Value> values_;
};

// A part of a letter as it is laid out.
struct LetterBlock {
    enum class Form : std::uint8_t { paragraph, item, line, heading };
    Form form = Form::paragraph;
    std::string text;   // one line, not wrapped; U+00A0 where it must not be
    bool apart = true;  // from what stands before it
};

struct Letter {
    LetterKind kind{};
    Language language{};
    Day date{};
    std::string subject;
    std::vector<LetterBlock> blocks;
    // UTF-8, LF, wrapped at 72 characters (longer words stand alone); no line ends in a space,
    // begins with ">" or "From ", or is "-- ", so that it reads the same as format=fixed and
    // format=flowed.  RFC 3676 4.2-4.4
    std::string text;
};

class TemplateSet;

// The templates of both languages, checked as a whole: every letter is there, says what it must,
// and takes no field that its kind does not have. Cheap to copy; immutable, thread-safe.
class LetterTemplates {
  public:
    // Those that are compiled in.
    static const LetterTemplates& built_in();
    // Those of a directory: en/*.txt and nb/*.txt, complete. Throws TemplateError.
    static LetterTemplates from_directory(const std::filesystem::path& directory);
    // `files` by name, such as "en/receipt.txt". Throws TemplateError.
    explicit LetterTemplates(const std::map<std::string, std::string>& files);

    const TemplateSet& set() const noexcept { return *set_; }
    // Where the letter's wording comes from, as its template says: statutes and statements of the
    // policy.
    std::string_view source(LetterKind kind, Language language) const;

  private:
    std::shared_ptr<const TemplateSet>
        set_;  // shared: immutable, and handed to whoever writes letters
};

// Throws FieldError for what the letter needs and `fields` has not.
Letter render(const LetterTemplates& templates, LetterKind kind, Language language,
              const LetterFields& fields);

// The letter as PDF, A4. The same letter gives the same octets with the same typesetter (groff).
// Blocks for as long as it takes, at most 20 seconds. Throws TypesettingError: `typesetter` is not
// there or failed, or has no sign for a character (it has those of western Europe). The letter's
// text is good all the same.
std::string pdf(const Letter& letter, const std::filesystem::path& typesetter = "/usr/bin/groff");

}  // namespace postvern::compliance
