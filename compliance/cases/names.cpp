// Names and meanings of the enumerations, in their order.
#include <array>

#include "compliance/cases.hpp"

namespace postvern::compliance {

namespace {

constexpr std::array<std::string_view, kCaseStateCount> kStates{
    "RECEIVED",        "AUTHENTICATED",   "CLASSIFIED",      "REJECTED",          "PRESERVED",
    "STATUTORY_HOLD",  "AWAIT_COURT",     "ORDER_RECEIVED",  "ORDER_VALIDATED",   "SECRECY_CLEARED",
    "PRIVILEGE_CLEARED", "SCOPED",        "NOTIFIED_BEFORE", "NOTICE_DEFERRED",   "NOTICE_WAIVED",
    "DUAL_APPROVED",   "EXTRACTED",       "DELIVERED",       "NOTIFIED",          "CLOSED",
    "SUSPENDED",       "CONTESTED",       "EXPIRED",         "LAPSED",            "WITHDRAWN",
    "RECALLED",
};
constexpr std::array<std::string_view, kCaseStepCount> kSteps{
    "authenticate",   "classify",        "reject",         "preserve",         "renew",
    "hold-for-counsel", "await-court",   "enter-order",    "return-order",     "validate",
    "clear-secrecy",  "clear-privilege", "scope",          "notify-before",    "defer-notice",
    "waive-notice",   "request",         "approve",        "attest",           "revoke-request", "extract",
    "deliver",        "notify",          "close",          "object",           "answer-objection",
    "contest",        "resolve-contest", "withdraw",       "quash",            "keep-silence",
    "review-silence", "release-silence", "appoint",        "recuse",           "attach",
    "escalate",       "remind",          "release-hold",   "lapse",            "expire",
    "expire-request",
};
constexpr std::array<std::string_view, kCaseActorCount> kActors{
    "operator",       "support",        "legal_officer", "managing_director",
    "second_officer", "data_protection_officer", "clock",
};
constexpr std::array<std::string_view, 6> kReasons{
    "recused", "wrong_actor", "wrong_state", "not_appointed", "same_person", "lacking",
};
constexpr std::array<std::string_view, kClockKindCount> kClocks{
    "urgent_hold", "statutory_hold", "deadline", "preservation", "deferral",
    "silence_review", "notice_period", "order", "objection", "extraction_request",
};
constexpr std::array<std::string_view, kAlarmCount> kAlarms{
    "escalate", "remind", "review", "notify", "release", "expire",
};

struct Described {
    Evidence evidence;
    std::string_view name;
    std::string_view meaning;
};
constexpr std::array<Described, kEvidenceCount> kEvidence{{
    {Evidence::verified_sender, "verified_sender",
     "the sender, called back at a number that the letter did not give, or on a signed channel"},
    {Evidence::instrument, "instrument", "what kind of paper it is"},
    {Evidence::section, "section", "the section of the statute that it cites"},
    {Evidence::authority, "authority", "the issuing authority"},
    {Evidence::country, "country", "the authority's country"},
    {Evidence::accounts, "accounts", "the accounts that it names"},
    {Evidence::data_classes, "data_classes", "the classes of data"},
    {Evidence::time_window, "time_window", "the window of time"},
    {Evidence::reason, "reason", "the reason, in words"},
    {Evidence::deviation_reason, "deviation_reason",
     "why the classification is another than the one proposed"},
    {Evidence::director_decision, "director_decision", "the managing director's decision"},
    {Evidence::counsel_opinion, "counsel_opinion", "counsel's opinion"},
    {Evidence::binding_paper, "binding_paper", "the order or request that binds to preserve"},
    {Evidence::order_document, "order_document", "the order itself, as it was received"},
    {Evidence::court_call_back, "court_call_back",
     "the Norwegian court's own word that it made the order, by call-back or signed channel"},
    {Evidence::secrecy_paper, "secrecy_paper",
     "Nkom's consent, the court's ruling under section 118, or the statute that lifts secrecy"},
    {Evidence::privilege_check, "privilege_check",
     "the record of the look for privilege, without content seen"},
    {Evidence::notice, "notice", "the notice to the owner, in the mailbox and as a letter"},
    {Evidence::silence_paper, "silence_paper", "the court's decision, or the statute, that orders silence"},
    {Evidence::waiver, "waiver", "the court's decision that no notice is given at all"},
    {Evidence::request_hash, "request_hash", "the request for extraction, by its hash"},
    {Evidence::partials, "partials", "the partial decryptions of two holders for this request"},
    {Evidence::bag, "bag", "the sealed bag with its manifest"},
    {Evidence::receipt, "receipt", "the receipt of who took the bag over"},
    {Evidence::court_told, "court_told", "that the court was told of objection and answer"},
    {Evidence::counsel_told, "counsel_told", "that the owner's counsel was told of both"},
    {Evidence::contest_paper, "contest_paper", "the demand for court review, or the appeal"},
    {Evidence::ruling, "ruling", "the court's ruling"},
    {Evidence::withdrawal, "withdrawal", "the withdrawal by who asked"},
    {Evidence::release_paper, "release_paper", "the release from silence, on record"},
    {Evidence::substitute, "substitute",
     "who is appointed, for one of the two offices, and is not named in the case"},
    {Evidence::person, "person", "who is named in the case or affected by it"},
    {Evidence::enclosure, "enclosure", "the paper"},
    {Evidence::basis_and_route, "basis_and_route", "what it rests on and by which road it came"},
    {Evidence::outright_rejection, "outright_rejection",
     "a basis that is rejected whatever it says; of one that nobody could be called back for, that"},
    {Evidence::statutory_basis, "statutory_basis", "a path of the law without a court"},
    {Evidence::court_may_decide, "court_may_decide",
     "a basis for which a court's order may still come: its own, of the police, a subpoena"},
    {Evidence::preservable_basis, "preservable_basis",
     "a basis on which octets may be set apart; without counsel, section 215a or a court's order"},
    {Evidence::hold_term, "hold_term", "until when counsel and the managing director decide"},
    {Evidence::preservation_term, "preservation_term",
     "a term of at most 90 days that is not over, of at least 60 for a foreign state"},
    {Evidence::court_order_basis, "court_order_basis", "the basis court_order"},
    {Evidence::order_form, "order_form", "the form of the order, for this case"},
    {Evidence::order_defects, "order_defects", "at least one defect of the order"},
    {Evidence::order_without_defects, "order_without_defects", "an order without defects"},
    {Evidence::recited_suspicion, "recited_suspicion",
     "that the order recites suspicion of the owner; else the case is held for counsel"},
    {Evidence::no_recited_suspicion, "no_recited_suspicion",
     "that the order recites no suspicion of the owner"},
    {Evidence::road, "road", "the reference of every office on its road"},
    {Evidence::secrecy_lifted, "secrecy_lifted", "an order for which secrecy is lifted"},
    {Evidence::privilege_decided, "privilege_decided",
     "no flag of privilege, or the court's certificate to seal for"},
    {Evidence::in_scope, "in_scope", "an extraction that the order covers: accounts, classes, window"},
    {Evidence::order_in_force, "order_in_force", "an order in force at this moment"},
    {Evidence::no_objection, "no_objection", "no objection that stands unanswered"},
    {Evidence::objection, "objection", "an objection that stands unanswered"},
    {Evidence::silence_stands, "silence_stands", "lawful silence that stands at this moment"},
    {Evidence::silence_term, "silence_term",
     "a beginning, and of a court's silence an end within its limits"},
    {Evidence::no_silence, "no_silence", "no lawful silence at this moment"},
    {Evidence::notice_lawful, "notice_lawful",
     "an owner who was told, notice that the court waived, or lawful silence at this moment"},
    {Evidence::notice_period_over, "notice_period_over",
     "the end of the notice period, a deferral that stands, or a waiver"},
    {Evidence::standing_request, "standing_request", "a request for extraction that is not expired"},
    {Evidence::approvals, "approvals", "the approvals of managing director and second officer"},
    {Evidence::attestation, "attestation",
     "the data protection officer's word that no objection stands"},
    {Evidence::handed_over, "handed_over", "that something was handed over"},
    {Evidence::notice_done, "notice_done",
     "that the owner was told or notice waived, where there is something to tell of"},
    {Evidence::time_over, "time_over", "an alarm of the step's clock that is due and has not rung"},
}};

constexpr bool is_in_order() {
    for (std::size_t i = 0; i < kEvidence.size(); ++i) {
        if (static_cast<std::size_t>(kEvidence[i].evidence) != i || kEvidence[i].meaning.empty()) return false;
    }
    return true;
}
static_assert(is_in_order());

template <typename Value, std::size_t Count>
std::string_view look_up(const std::array<std::string_view, Count>& names, Value value) {
    const auto index = static_cast<std::size_t>(value);
    return index < Count ? names[index] : std::string_view("unknown");
}

template <typename Value, std::size_t Count>
std::optional<Value> find(const std::array<std::string_view, Count>& names, std::string_view name) {
    for (std::size_t index = 0; index < Count; ++index) {
        if (names[index] == name) return static_cast<Value>(index);
    }
    return {};
}

}  // namespace

std::string_view name(CaseState state) noexcept { return look_up(kStates, state); }
std::string_view name(CaseStep step) noexcept { return look_up(kSteps, step); }
std::string_view name(CaseActor actor) noexcept { return look_up(kActors, actor); }
std::string_view name(StepRefused::Reason reason) noexcept { return look_up(kReasons, reason); }
std::string_view name(ClockKind clock) noexcept { return look_up(kClocks, clock); }
std::string_view name(Alarm alarm) noexcept { return look_up(kAlarms, alarm); }

std::string_view name(Evidence evidence) noexcept {
    const auto index = static_cast<std::size_t>(evidence);
    return index < kEvidenceCount ? kEvidence[index].name : std::string_view("unknown");
}
std::string_view meaning(Evidence evidence) noexcept {
    const auto index = static_cast<std::size_t>(evidence);
    return index < kEvidenceCount ? kEvidence[index].meaning : std::string_view("unknown");
}

std::optional<CaseState> case_state_named(std::string_view name) noexcept {
    return find<CaseState>(kStates, name);
}
std::optional<CaseStep> case_step_named(std::string_view name) noexcept {
    return find<CaseStep>(kSteps, name);
}
std::optional<CaseActor> case_actor_named(std::string_view name) noexcept {
    return find<CaseActor>(kActors, name);
}
std::optional<ClockKind> clock_named(std::string_view name) noexcept {
    return find<ClockKind>(kClocks, name);
}
std::optional<Alarm> alarm_named(std::string_view name) noexcept { return find<Alarm>(kAlarms, name); }
std::optional<Evidence> evidence_named(std::string_view name) noexcept {
    for (const Described& each : kEvidence) {
        if (each.name == name) return each.evidence;
    }
    return {};
}

}  // namespace postvern::compliance
