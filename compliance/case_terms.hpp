// The terms in which a case is told: states, steps, offices, evidence, clocks, with their names. What they mean for each
// other stands in the table (compliance/cases.hpp). Values and constants; thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>

namespace postvern::compliance {

enum class CaseState : std::uint8_t {
    received,
    authenticated,
    classified,
    rejected,
    preserved,
    statutory_hold,
    await_court,
    order_received,
    order_validated,
    secrecy_cleared,
    privilege_cleared,
    scoped,
    notified_before,
    notice_deferred,
    notice_waived,
    dual_approved,
    extracted,
    delivered,
    notified,
    closed,
    // Side exits.
    suspended,  // an objection stands
    contested,  // before the court: Straffeprosessloven § 208, an appeal
    expired,    // the order is out of time
    lapsed,     // what was preserved was released, and no order came
    withdrawn,  // by who asked, or quashed before anything was handed over
    recalled,   // quashed after something was
};
inline constexpr std::size_t kCaseStateCount = static_cast<std::size_t>(CaseState::recalled) + 1;

enum class CaseStep : std::uint8_t {
    authenticate,
    classify,
    reject,
    preserve,
    renew,  // what is preserved, for another term
    hold_for_counsel,
    await_court,
    enter_order,
    return_order,  // with the list of its defects
    validate,
    clear_secrecy,
    clear_privilege,
    scope,
    notify_before,
    defer_notice,
    waive_notice,
    request,  // make the request for extraction that holders approve
    approve,
    attest,  // that no objection stands
    revoke_request,  // nothing is to be opened by the standing request for extraction any more
    extract,
    deliver,
    notify,
    close,
    object,
    answer_objection,
    contest,
    resolve_contest,
    withdraw,
    quash,
    keep_silence,  // enter or prolong what statute or court orders
    review_silence,
    release_silence,
    appoint,  // a substitute
    recuse,
    attach,
    // The clock's.
    escalate,
    remind,
    release_hold,
    lapse,
    expire,
    expire_request,
};
inline constexpr std::size_t kCaseStepCount = static_cast<std::size_t>(CaseStep::expire_request) + 1;

// In which office somebody acts; the clock is the house's scheduler. Authorities never act.
enum class CaseActor : std::uint8_t {
    operator_,
    support,
    legal_officer,
    managing_director,
    second_officer,
    data_protection_officer,
    clock,
};
inline constexpr std::size_t kCaseActorCount = static_cast<std::size_t>(CaseActor::clock) + 1;

// What a step needs. Some is brought or on file (`CaseView::evidence`); the rest follows from what else is known of
// the case and cannot be claimed: follows_from_case().
enum class Evidence : std::uint8_t {
    // Brought, or on file.
    verified_sender,  // call-back to a number that the letter did not give, or a signed channel
    instrument,
    section,
    authority,
    country,
    accounts,
    data_classes,
    time_window,
    reason,            // of the officer, in words
    deviation_reason,  // where the classification is not the one that was proposed
    director_decision,
    counsel_opinion,
    binding_paper,   // order or request that a preservation or its renewal rests on
    order_document,  // the instrument itself
    court_call_back,  // the court itself, or a signed channel of it, confirmed the order; a Norwegian one
    secrecy_paper,    // consent, ruling or statute
    privilege_check,  // made without seeing content
    notice,           // to the owner, in the mailbox and as a letter
    silence_paper,    // decision of the court, or the statute
    waiver,           // of the court
    request_hash,
    partials,  // of two holders
    bag,       // sealed, with manifest
    receipt,   // of who took it over
    court_told,    // of objection and answer
    counsel_told,  // likewise
    contest_paper,
    ruling,
    withdrawal,
    release_paper,
    substitute,  // who is appointed
    person,      // who is recused
    enclosure,
    // Follows from the case.
    basis_and_route,
    outright_rejection,   // the basis is one that is rejected whatever it says
    statutory_basis,      // the basis is a path of the law without a court
    court_may_decide,     // the basis is one for which an order of a court may still come
    preservable_basis,    // the basis is one on which the rules let octets be set apart
    hold_term,            // until when counsel decides
    preservation_term,    // within its limits
    court_order_basis,
    order_form,           // of this case
    order_defects,        // there are some
    order_without_defects,
    recited_suspicion,    // of the owner
    no_recited_suspicion,
    road,                 // the references that the route asks for
    secrecy_lifted,
    privilege_decided,    // not flagged, or the court's certificate is known
    in_scope,
    order_in_force,
    no_objection,
    objection,
    silence_stands,
    silence_term,         // within its limits
    no_silence,
    notice_lawful,        // told, waived, or under lawful silence
    notice_period_over,
    standing_request,     // for extraction, not expired
    approvals,            // of managing director and second officer
    attestation,          // of the data protection officer
    handed_over,
    notice_done,          // told or waived, where an order or a preservation was there to tell of
    time_over,            // what the clock ends is over
};
inline constexpr std::size_t kEvidenceCount = static_cast<std::size_t>(Evidence::time_over) + 1;
inline constexpr Evidence kFirstThatFollows = Evidence::basis_and_route;
constexpr bool follows_from_case(Evidence evidence) { return evidence >= kFirstThatFollows; }

class EvidenceSet {
  public:
    constexpr EvidenceSet() = default;
    constexpr EvidenceSet(std::initializer_list<Evidence> list) {
        for (const Evidence each : list) add(each);
    }
    constexpr void add(Evidence each) { bits_ |= bit(each); }
    constexpr bool has(Evidence each) const { return (bits_ & bit(each)) != 0; }
    friend constexpr bool operator==(EvidenceSet, EvidenceSet) = default;

  private:
    static_assert(kEvidenceCount <= 64);
    static constexpr std::uint64_t bit(Evidence each) {
        return std::uint64_t{1} << static_cast<unsigned>(each);
    }
    std::uint64_t bits_ = 0;
};

// What runs in a case (compliance/case_clocks.hpp), and what its alarms do.
enum class ClockKind : std::uint8_t {
    urgent_hold,
    statutory_hold,
    deadline,
    preservation,
    deferral,
    silence_review,
    notice_period,
    order,
    objection,
    extraction_request,
};
inline constexpr std::size_t kClockKindCount = static_cast<std::size_t>(ClockKind::extraction_request) + 1;
enum class Alarm : std::uint8_t { escalate, remind, review, notify, release, expire };
inline constexpr std::size_t kAlarmCount = static_cast<std::size_t>(Alarm::expire) + 1;

std::string_view name(CaseState state) noexcept;        // "ORDER_RECEIVED"
std::string_view name(CaseStep step) noexcept;          // "hold-for-counsel"
std::string_view name(CaseActor actor) noexcept;        // "legal_officer", "clock"
std::string_view name(Evidence evidence) noexcept;      // "verified_sender"
std::string_view meaning(Evidence evidence) noexcept;   // what it is, in words
std::string_view name(ClockKind clock) noexcept;
std::string_view name(Alarm alarm) noexcept;
std::optional<CaseState> case_state_named(std::string_view name) noexcept;
std::optional<CaseStep> case_step_named(std::string_view name) noexcept;
std::optional<CaseActor> case_actor_named(std::string_view name) noexcept;
std::optional<Evidence> evidence_named(std::string_view name) noexcept;
std::optional<ClockKind> clock_named(std::string_view name) noexcept;
std::optional<Alarm> alarm_named(std::string_view name) noexcept;

}  // namespace postvern::compliance
