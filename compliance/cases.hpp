// A request for data as a state machine: one table of who takes which step from which state into which, on which
// evidence, with which answer; and the one question that is asked before any step, may(). The documentation
// (docs/compliance/cases.md) is generated from the same table. Pure values and functions, thread-safe: nothing is
// stored here, no clock is read, and the Gate is asked by whoever takes the step (`Transition::action`).
//
// INVARIANT: no road leads to EXTRACTED but through a validated order, secrecy, privilege, scope, a decision on
// notice and two approvals; the data protection officer approves nothing; nobody acts in a case that concerns them.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "compliance/case_terms.hpp"
#include "compliance/case_view.hpp"
#include "compliance/court_order.hpp"
#include "policy/action.hpp"
#include "policy/case_facts.hpp"

namespace postvern::compliance {

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

std::string_view name(StepRefused::Reason reason) noexcept;

}  // namespace postvern::compliance
