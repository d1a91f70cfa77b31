// A request for data as a state machine: one table of who takes which step from which state into which, on which
// evidence, with which answer; and the one question that is asked before any step, may(). The documentation
// (docs/compliance/cases.md) is generated from the same table. Pure values and functions, thread-safe: nothing is
// stored here, no clock is read, and the Gate is asked by whoever takes the step (`Transition::action`).
//
// INVARIANT: no road leads to EXTRACTED but through a validated order, secrecy, privilege, scope, a decision on
// notice and two approvals; the data protection officer approves nothing; nobody acts in a case that concerns them.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "compliance/court_order.hpp"
#include "compliance/order_signature.hpp"
#include "policy/action.hpp"
#include "policy/case_facts.hpp"

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

// Who was appointed on record to act as `office` in this case (managing director or second officer).
struct Deputy {
    CaseActor office = CaseActor::managing_director;
    std::uint32_t user = 0;
    friend bool operator==(const Deputy&, const Deputy&) = default;
};

// Which alarm of which clock rang at which moment (compliance/case_clocks.hpp), so that it rings once.
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
struct Rung {
    ClockKind clock{};
    Alarm alarm{};
    std::int64_t at = 0;  // for when it was set, not when it was heard
    friend bool operator==(const Rung&, const Rung&) = default;
};

// What is known of a case, as far as its steps depend on it. Users are Unix user ids, moments Unix seconds. Ask may()
// with the view as it is before the step, with what the step brings entered (evidence, basis, order, terms), and
// without what the step makes (a validation, an approval).
struct CaseView {
    CaseReference reference{};
    CaseState state = CaseState::received;
    std::optional<CaseState> returns_to{};  // from SUSPENDED or CONTESTED
    std::optional<CaseState> notice{};      // NOTIFIED_BEFORE, NOTICE_DEFERRED or NOTICE_WAIVED, once decided
    EvidenceSet evidence{};

    std::optional<policy::Basis> basis{};
    std::optional<policy::Route> route{};
    std::vector<policy::Office> references{};
    bool deviates = false;     // from the classification that was proposed
    bool foreign = false;      // a foreign state asked for the preservation: § 215a(4)
    bool chapter_17 = false;   // the suspicion is of an offence under Straffeloven ch. 17
    bool four_months = false;  // the court found that an earlier review would be pointless: §§ 208a(1), 210a(1)
    std::int64_t received_at = 0;
    std::optional<std::int64_t> deadline{};  // that the request or the order sets for the answer
    // Canonical addresses that the case is about, as the request has them: whether there are such accounts or not.
    std::vector<std::string> accounts{};
    std::optional<CourtOrder> order{};
    std::optional<OrderSignatureFinding> order_signature{};  // of a file that came with the order
    std::vector<OrderExtent> extents{};  // what is going to be extracted

    std::vector<std::uint32_t> recused{};  // named in the case or affected by it
    std::vector<Deputy> deputies{};
    std::vector<std::uint32_t> validators{};  // of the order as it is
    std::optional<std::uint32_t> director{};  // who approved the standing request
    std::optional<std::uint32_t> second_officer{};
    std::optional<std::uint32_t> attested{};  // that no objection stands against it
    std::optional<std::uint32_t> objected{};  // whose objection stands unanswered
    std::optional<std::int64_t> objected_at{};

    policy::Silence silence = policy::Silence::none;
    std::optional<std::int64_t> silent_from{};
    std::optional<std::int64_t> silent_until{};  // the last silent second; a court's
    std::optional<std::int64_t> told_at{};       // the owners, absent: not told
    bool waived = false;                         // notice, by the court

    std::optional<std::int64_t> held_at{};     // from when a statutory hold counts: reception of the paper
    std::optional<std::int64_t> held_until{};  // its term as stated or set by counsel
    std::optional<Span> preserved{};           // the present term of a preservation
    std::optional<Span> requested{};           // extraction request: made, and expires
    bool delivered = false;
    std::vector<Rung> rung{};
};

// A row of the table.
struct Transition {
    enum class Move : std::uint8_t {
        to,    // into `into`
        stay,  // the state does not change
        back,  // to where SUSPENDED or CONTESTED was entered from; to SUSPENDED while an objection stands
        to_notice,  // to the decision on notice, where approval begins
        // Into `into` once a second person has done it: until then the state does not change.
        to_when_two_validated,
        to_when_two_approved_and_attested,
    };
    CaseStep step{};
    std::uint32_t from = 0;  // states, by bit
    Move move = Move::to;
    CaseState into{};
    std::uint32_t actors = 0;  // by bit
    policy::Action action{};
    policy::Purpose purpose = policy::Purpose::legal_request;
    std::span<const Evidence> evidence{};
    // Ids of letters (compliance/letters.hpp), empty: none. What is answered when the step is taken, and when what it
    // needs is lacking. "rejected" and "held" stand for the one of the basis: answer_of().
    std::string_view answer{};
    std::string_view if_lacking{};
    // Approvals, attestation and the request for extraction that stood before end with it.
    bool voids_request = false;
    std::string_view source{};

    constexpr bool is_from(CaseState state) const {
        return (from >> static_cast<unsigned>(state) & 1U) != 0;
    }
    constexpr bool is_of(CaseActor actor) const {
        return (actors >> static_cast<unsigned>(actor) & 1U) != 0;
    }
};

std::span<const Transition> transitions() noexcept;
// The one row for it; nullptr: there is none.
const Transition* transition(CaseState from, CaseStep step) noexcept;
// The letter's id, by the basis of the case; empty: none.
std::string answer_of(const Transition& transition, const CaseView& view);

// Who wants to take a step: `user` in the office of `actor`, as whoever holds it or as deputy for it. That somebody
// holds an office is the register's to say.
struct StepTaker {
    CaseActor actor{};
    std::uint32_t user = 0;
    bool as_deputy = false;
};

struct StepAllowed {
    const Transition* row = nullptr;
    CaseState next{};  // after the step
    std::optional<CaseState> returns_to{};  // CaseView::returns_to after the step
};
struct StepRefused {
    enum class Reason : std::uint8_t {
        recused,        // named in the case or affected by it
        wrong_actor,    // nobody in that office takes that step
        wrong_state,    // not from here
        not_appointed,  // as substitute, on record
        same_person,    // who must be another than who acted before
        lacking,        // `missing`
    };
    Reason reason{};
    std::vector<Evidence> missing{};  // in the order of the table
    std::string_view letter{};        // that asks for it, where there is one
};
using StepAnswer = std::variant<StepAllowed, StepRefused>;

// Whether the step may be taken at `now`. Fails closed. Says nothing of what the Gate will say.
StepAnswer may(const CaseView& view, CaseStep step, const StepTaker& taker, std::int64_t now);
// All that lacks for the step, whoever takes it.
std::vector<Evidence> missing(const CaseView& view, const Transition& transition, std::int64_t now);
// Why not, in one sentence for an officer.
std::string sentence(const StepRefused& refusal, CaseStep step, const CaseView& view);

// Whether `user` is kept out: named in the case or affected by it (Forvaltningsloven § 6; GDPR Art. 38(6)).
bool is_recused(const CaseView& view, std::uint32_t user) noexcept;
// Whether lawful silence stands at `now`; never inferred.
bool silence_stands(const CaseView& view, std::int64_t now) noexcept;
// Paths of the law without a court, and what is rejected whatever it says.
bool is_statutory(policy::Basis basis) noexcept;
bool is_rejected_outright(policy::Basis basis) noexcept;
// References that the rules ask for of a route.
std::span<const policy::Office> references_of(policy::Route route) noexcept;

// Why an order is not valid yet.
struct OrderDefect {
    std::string_view text;     // key of the letter's text: kDefectCodes of compliance/letters.hpp
    std::string_view finding;  // in words, for the officer
    std::string_view source;   // law or statement of the policy
    friend bool operator==(const OrderDefect&, const OrderDefect&) = default;
};
// In the order of the form; empty: none. That suspicion of the owner is not recited is no defect: suspicion is asked
// by Evidence::recited_suspicion, and leads to STATUTORY_HOLD.
std::vector<OrderDefect> defects(const CourtOrder& order, const CaseView& view, std::int64_t now);

std::string_view name(CaseState state) noexcept;        // "ORDER_RECEIVED"
std::string_view name(CaseStep step) noexcept;          // "hold-for-counsel"
std::string_view name(CaseActor actor) noexcept;        // "legal_officer", "clock"
std::string_view name(Evidence evidence) noexcept;      // "verified_sender"
std::string_view meaning(Evidence evidence) noexcept;   // what it is, in words
std::string_view name(StepRefused::Reason reason) noexcept;
std::string_view name(ClockKind clock) noexcept;
std::string_view name(Alarm alarm) noexcept;
std::optional<CaseState> case_state_named(std::string_view name) noexcept;
std::optional<CaseStep> case_step_named(std::string_view name) noexcept;
std::optional<CaseActor> case_actor_named(std::string_view name) noexcept;
std::optional<Evidence> evidence_named(std::string_view name) noexcept;
std::optional<ClockKind> clock_named(std::string_view name) noexcept;
std::optional<Alarm> alarm_named(std::string_view name) noexcept;

}  // namespace postvern::compliance
