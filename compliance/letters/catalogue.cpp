// The tables of letters and fields, from which the checks of templates and the fields that a letter
// takes follow.
#include "compliance/letters/catalogue.hpp"

#include <algorithm>

namespace postvern::compliance {

namespace {

using F = LetterField;
using O = FieldOrigin;
using S = FieldShape;
using letters::kComplaint;
using letters::kCourtReview;
using letters::kNoOracle;

struct FieldRow {
    LetterField field;
    std::string_view name;
    FieldShape shape;
    FieldOrigin origin;
};

constexpr auto kFields = std::to_array<FieldRow>({
    {F::house, "house", S::line, O::house},
    {F::house_address, "house_address", S::lines, O::house},
    {F::house_contact, "house_contact", S::lines, O::house},
    {F::recipient, "recipient", S::line, O::sender},
    {F::recipient_address, "recipient_address", S::lines, O::sender},
    {F::their_reference, "their_reference", S::line, O::sender},
    {F::our_reference, "our_reference", S::line, O::handling},
    {F::date, "date", S::date, O::handling},
    {F::signed_by, "signed_by", S::line, O::house},
    {F::received, "received", S::date, O::handling},
    {F::missing, "missing", S::codes, O::handling},
    {F::defects, "defects", S::codes, O::handling},
    {F::right_route, "right_route", S::code, O::handling},
    {F::hold_basis, "hold_basis", S::code, O::handling},
    {F::answer_by, "answer_by", S::date, O::handling},
    {F::decide_by, "decide_by", S::moment, O::handling},
    {F::preserved_until, "preserved_until", S::date, O::handling},
    {F::ended, "ended", S::date, O::handling},
    {F::expired, "expired", S::moment, O::handling},
    {F::withdrawn, "withdrawn", S::date, O::handling},
    {F::reasons, "reasons", S::text, O::handling},
    {F::answer, "answer", S::text, O::handling},
    {F::objection, "objection", S::text, O::handling},
    {F::authority, "authority", S::line, O::order},
    {F::court, "court", S::line, O::order},
    {F::order_number, "order_number", S::line, O::order},
    {F::order_date, "order_date", S::date, O::order},
    {F::section, "section", S::line, O::order},
    {F::accounts, "accounts", S::list, O::order},
    {F::classes, "classes", S::codes, O::order},
    {F::window_from, "window_from", S::moment, O::order},
    {F::window_until, "window_until", S::moment, O::order},
    {F::approval_from, "approval_from", S::moment, O::order},
    {F::deferred_until, "deferred_until", S::moment, O::order},
    {F::handed_over, "handed_over", S::date, O::holdings},
    {F::bag, "bag", S::line, O::holdings},
    {F::bag_sha256, "bag_sha256", S::line, O::holdings},
    {F::certificate_sha256, "certificate_sha256", S::line, O::order},
    {F::quashed_by, "quashed_by", S::line, O::order},
    {F::quashed_number, "quashed_number", S::line, O::order},
    {F::quashed_on, "quashed_on", S::date, O::order},
});
static_assert(kFields.size() == kLetterFieldCount);

// Every letter has these; the frame takes no others.
constexpr auto kFrame =
    std::to_array<LetterField>({F::house, F::house_address, F::house_contact, F::recipient,
                                F::our_reference, F::date, F::signed_by});
constexpr auto kFrameOptional =
    std::to_array<LetterField>({F::recipient_address, F::their_reference});

constexpr std::uint8_t kNone = 0;
constexpr std::uint8_t kAnswer = kNoOracle | kComplaint;  // to whoever has no order
constexpr std::uint8_t kOwner = kNoOracle | kComplaint | kCourtReview;

constexpr auto kBefore = LetterStage::before_order;
constexpr auto kAfter = LetterStage::after_order;

constexpr std::size_t kMostFields = 12;

struct FieldList {
    std::array<LetterField, kMostFields> fields{};
    std::size_t size = 0;
    constexpr FieldList(std::initializer_list<LetterField> list) {
        for (const LetterField field : list) fields[size++] = field;
    }
    constexpr std::span<const LetterField> view() const { return std::span(fields).first(size); }
};

struct KindRow {
    LetterKind kind;
    std::string_view name;
    LetterStage stage;
    std::uint8_t passages;
    FieldList needed;
    FieldList optional;
};

using K = LetterKind;

constexpr auto kKinds = std::to_array<KindRow>({
    // clang-format off
    {K::receipt, "receipt", kBefore, kAnswer, {F::received}, {}},
    {K::missing_fields, "missing_fields", kBefore, kAnswer, {F::received, F::missing},
     {F::answer_by}},
    {K::rejected_foreign_attorney, "rejected_foreign_attorney", kBefore, kAnswer, {F::received,
     F::right_route}, {}},
    {K::rejected_foreign_authority, "rejected_foreign_authority", kBefore, kAnswer, {F::received,
     F::right_route}, {}},
    {K::rejected_private_party, "rejected_private_party", kBefore, kAnswer, {F::received},
     {F::right_route}},
    {K::rejected_police_request, "rejected_police_request", kBefore, kAnswer, {F::received,
     F::right_route}, {}},
    {K::rejected_subpoena, "rejected_subpoena", kBefore, kAnswer, {F::received, F::right_route},
     {}},
    {K::rejected_intelligence_service, "rejected_intelligence_service", kBefore, kAnswer,
     {F::received, F::right_route}, {}},
    {K::rejected_unverified_sender, "rejected_unverified_sender", kBefore, kAnswer, {F::received},
     {F::right_route}},
    {K::rejected_bulk_request, "rejected_bulk_request", kBefore, kAnswer, {F::received},
     {F::right_route}},
    {K::rejected_no_account, "rejected_no_account", kBefore, kAnswer, {F::received},
     {F::right_route}},
    {K::rejected_after_counsel, "rejected_after_counsel", kBefore, kAnswer, {F::received,
     F::hold_basis, F::reasons}, {F::right_route}},
    {K::refused_without_order, "refused_without_order", kBefore, kAnswer, {F::received,
     F::right_route}, {}},
    {K::held_for_counsel, "held_for_counsel", kBefore, kAnswer, {F::received, F::hold_basis,
     F::decide_by}, {}},
    {K::held_urgent, "held_urgent", kBefore, kAnswer, {F::received, F::hold_basis, F::decide_by},
     {}},
    {K::held_european_order, "held_european_order", kBefore, kAnswer, {F::received, F::hold_basis,
     F::decide_by, F::right_route}, {}},
    {K::order_defects, "order_defects", kBefore, kAnswer, {F::received, F::defects},
     {F::answer_by}},
    {K::preservation_receipt, "preservation_receipt", kBefore, kAnswer, {F::received,
     F::preserved_until}, {}},
    {K::preservation_ended, "preservation_ended", kBefore, kAnswer, {F::ended}, {}},
    {K::order_expired, "order_expired", kBefore, kAnswer, {F::received, F::expired}, {}},
    {K::request_withdrawn, "request_withdrawn", kBefore, kAnswer, {F::received, F::withdrawn}, {}},
    {K::complaint_answer, "complaint_answer", kBefore, kAnswer, {F::received, F::answer}, {}},

    {K::secrecy_release_request, "secrecy_release_request", kAfter, kNone, {F::authority, F::court,
     F::order_number, F::order_date, F::section}, {F::answer_by}},
    {K::privilege_notice, "privilege_notice", kAfter, kNone, {F::authority, F::court,
     F::order_number, F::order_date, F::section, F::certificate_sha256}, {F::accounts}},
    {K::objection_notice, "objection_notice", kAfter, kNone, {F::authority, F::court,
     F::order_number, F::order_date, F::objection, F::answer}, {}},
    {K::owner_notice_before, "owner_notice_before", kAfter, kOwner, {F::authority, F::court,
     F::order_number, F::order_date, F::section, F::accounts, F::classes, F::approval_from},
     {F::window_from, F::window_until}},
    {K::owner_notice_after, "owner_notice_after", kAfter, kOwner, {F::authority, F::court,
     F::order_number, F::order_date, F::section, F::accounts, F::classes, F::handed_over},
     {F::window_from, F::window_until, F::deferred_until}},
    {K::owner_notice_recalled, "owner_notice_recalled", kAfter, kOwner, {F::authority, F::court,
     F::order_number, F::order_date, F::accounts, F::handed_over, F::quashed_by, F::quashed_number,
     F::quashed_on}, {}},
    {K::owner_notice_unused, "owner_notice_unused", kAfter, kOwner, {F::authority, F::court,
     F::order_number, F::order_date, F::section, F::accounts, F::classes}, {F::window_from,
     F::window_until, F::deferred_until}},
    {K::owner_notice_pending, "owner_notice_pending", kAfter, kOwner, {F::authority, F::court,
     F::order_number, F::order_date, F::section, F::accounts, F::classes}, {F::window_from,
     F::window_until, F::deferred_until}},
    {K::owner_notice_preserved, "owner_notice_preserved", kAfter, kOwner, {F::authority, F::section,
     F::order_date, F::accounts, F::preserved_until}, {F::ended}},
    {K::owner_answer, "owner_answer", kAfter, kOwner, {F::received, F::answer}, {}},
    {K::deferral_reminder, "deferral_reminder", kAfter, kNone, {F::court, F::order_number,
     F::order_date, F::deferred_until}, {}},
    {K::deferral_ended, "deferral_ended", kAfter, kNone, {F::court, F::order_number, F::order_date,
     F::deferred_until}, {}},
    {K::silence_review, "silence_review", kAfter, kNone, {F::section, F::order_date, F::answer_by},
     {}},
    {K::hand_over, "hand_over", kAfter, kNone, {F::court, F::order_number, F::order_date,
     F::section, F::accounts, F::classes, F::handed_over, F::bag, F::bag_sha256,
     F::certificate_sha256}, {F::window_from, F::window_until}},
    {K::hand_over_receipt, "hand_over_receipt", kAfter, kNone, {F::authority, F::court,
     F::order_number, F::order_date, F::bag, F::bag_sha256}, {}},
    {K::nothing_held, "nothing_held", kAfter, kNone, {F::court, F::order_number, F::order_date,
     F::section, F::accounts, F::classes}, {F::window_from, F::window_until}},
    {K::recall, "recall", kAfter, kNone, {F::court, F::order_number, F::order_date, F::handed_over,
     F::bag, F::bag_sha256, F::quashed_by, F::quashed_number, F::quashed_on}, {F::answer_by}},
    // clang-format on
});
static_assert(kKinds.size() == kLetterKindCount);

constexpr bool says_nothing_of_accounts(std::span<const LetterField> fields) {
    return std::ranges::all_of(fields, [](LetterField field) {
        const FieldOrigin from = kFields[static_cast<std::size_t>(field)].origin;
        return from == O::house || from == O::sender || from == O::handling;
    });
}

// INVARIANT: what goes out before an order has no field that depends on an account; and tables are
// in order.
constexpr bool tables_hold() {
    for (std::size_t at = 0; at < kFields.size(); ++at) {
        if (static_cast<std::size_t>(kFields[at].field) != at) return false;
    }
    for (std::size_t at = 0; at < kKinds.size(); ++at) {
        const KindRow& row = kKinds[at];
        if (static_cast<std::size_t>(row.kind) != at) return false;
        if (row.stage != kBefore) continue;
        if (!says_nothing_of_accounts(row.needed.view()) ||
            !says_nothing_of_accounts(row.optional.view()))
            return false;
        if (row.passages != kAnswer) return false;
    }
    return says_nothing_of_accounts(kFrame) && says_nothing_of_accounts(kFrameOptional);
}
static_assert(tables_hold());

const FieldRow& row(LetterField field) { return kFields.at(static_cast<std::size_t>(field)); }
const KindRow& row(LetterKind kind) { return kKinds.at(static_cast<std::size_t>(kind)); }

constexpr std::array<std::string_view, kLanguageCount> kLanguages{"en", "nb"};

}  // namespace

std::string_view name(Language language) noexcept {
    return kLanguages[static_cast<std::size_t>(language)];
}
std::string_view name(LetterKind kind) noexcept { return row(kind).name; }
std::string_view name(LetterField field) noexcept { return row(field).name; }

std::optional<Language> language_named(std::string_view name) noexcept {
    const auto found = std::ranges::find(kLanguages, name);
    if (found == kLanguages.end()) return std::nullopt;
    return static_cast<Language>(found - kLanguages.begin());
}

std::optional<LetterKind> letter_named(std::string_view name) noexcept {
    const auto found = std::ranges::find(kKinds, name, &KindRow::name);
    return found == kKinds.end() ? std::nullopt : std::optional(found->kind);
}

std::optional<LetterField> letter_field_named(std::string_view name) noexcept {
    const auto found = std::ranges::find(kFields, name, &FieldRow::name);
    return found == kFields.end() ? std::nullopt : std::optional(found->field);
}

FieldShape shape(LetterField field) noexcept { return row(field).shape; }
FieldOrigin origin(LetterField field) noexcept { return row(field).origin; }

std::span<const std::string_view> codes(LetterField field) noexcept {
    switch (field) {
        case F::missing:
            return kMissingCodes;
        case F::defects:
            return kDefectCodes;
        case F::right_route:
            return kRouteCodes;
        case F::hold_basis:
            return kHoldCodes;
        case F::classes:
            return kClassCodes;
        default:
            return {};
    }
}

LetterStage stage(LetterKind kind) noexcept { return row(kind).stage; }

std::vector<LetterField> needed_fields(LetterKind kind) {
    std::vector<LetterField> fields(kFrame.begin(), kFrame.end());
    std::ranges::copy(row(kind).needed.view(), std::back_inserter(fields));
    std::ranges::sort(fields);
    return fields;
}

std::vector<LetterField> possible_fields(LetterKind kind) {
    std::vector<LetterField> fields = needed_fields(kind);
    std::ranges::copy(kFrameOptional, std::back_inserter(fields));
    std::ranges::copy(row(kind).optional.view(), std::back_inserter(fields));
    std::ranges::sort(fields);
    return fields;
}

namespace letters {

TemplateFields fields_of(LetterKind kind) {
    const KindRow& letter = row(kind);
    const auto needed = letter.needed.view();
    const auto optional = letter.optional.view();
    return {{needed.begin(), needed.end()},
            {optional.begin(), optional.end()},
            {kFrame.begin(), kFrame.end()}};
}

TemplateFields fields_of_frame() {
    return {{kFrame.begin(), kFrame.end()}, {kFrameOptional.begin(), kFrameOptional.end()}, {}};
}

std::uint8_t passages_of(LetterKind kind) { return row(kind).passages; }

}  // namespace letters

}  // namespace postvern::compliance
