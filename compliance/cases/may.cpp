// The question before every step, and its answer.
#include <algorithm>
#include <array>

#include "compliance/cases.hpp"
#include "compliance/cases/evidence.hpp"
#include "compliance/cases/table.hpp"

namespace postvern::compliance {

namespace {

using Reason = StepRefused::Reason;
using Move = Transition::Move;

// From which a side exit may have been taken.
constexpr std::uint32_t kReturnStates = cases::kOrderStates | cases::any_of(CaseState::preserved);

bool takes(CaseActor actor, CaseStep step) {
    const auto rows = transitions();
    return std::any_of(rows.begin(), rows.end(), [&](const Transition& row) {
        return row.step == step && row.is_of(actor);
    });
}

bool is_appointed(const CaseView& view, const StepTaker& taker, std::int64_t now) {
    return std::any_of(view.deputies.begin(), view.deputies.end(), [&](const Deputy& each) {
        return each.office == taker.actor && each.user == taker.user && each.is_in_force(now);
    });
}

// GDPR Art. 38(6); ISP-65: four eyes are those of two persons, and nobody watches over themselves.
bool acted_before(const CaseView& view, CaseStep step, const StepTaker& taker) {
    const auto is = [&](const std::optional<std::uint32_t>& user) { return user == taker.user; };
    switch (step) {
        case CaseStep::validate:
            return std::find(view.validators.begin(), view.validators.end(), taker.user) !=
                   view.validators.end();
        case CaseStep::approve: return is(view.director) || is(view.second_officer) || is(view.attested);
        case CaseStep::attest: return is(view.director) || is(view.second_officer);
        case CaseStep::answer_objection: return is(view.objected);
        default: return false;
    }
}

bool is_second_validator(const CaseView& view) { return !view.validators.empty(); }

// With what `taker` now does of it.
bool are_all_signatures_there(const CaseView& view, CaseStep step, const StepTaker& taker) {
    const bool approves = step == CaseStep::approve;
    const bool director =
        view.director || (approves && taker.actor == CaseActor::managing_director);
    const bool second = view.second_officer || (approves && taker.actor == CaseActor::second_officer);
    return director && second && (view.attested || step == CaseStep::attest);
}

std::optional<CaseState> notice_of(const CaseView& view) {
    if (cases::contains(cases::kNoticeStates, view.state)) return view.state;
    if (view.notice && cases::contains(cases::kNoticeStates, *view.notice)) return view.notice;
    return {};
}

// Where a side exit leads back to. What was approved is to be approved anew.
std::optional<CaseState> return_of(const CaseView& view) {
    if (view.state == CaseState::suspended || view.state == CaseState::contested) return view.returns_to;
    if (view.state == CaseState::dual_approved) return notice_of(view);
    return view.state;
}

bool is_side_exit(CaseState state) {
    return state == CaseState::suspended || state == CaseState::contested;
}

// Absent: the view does not say where to, so nowhere.
std::optional<CaseState> next_of(const CaseView& view, const Transition& row, const StepTaker& taker) {
    switch (row.move) {
        case Move::to: return row.into;
        case Move::stay: return view.state;
        case Move::to_notice: return notice_of(view);
        case Move::to_when_two_validated:
            return is_second_validator(view) ? row.into : view.state;
        case Move::to_when_two_approved_and_attested:
            return are_all_signatures_there(view, row.step, taker) ? row.into : view.state;
        case Move::back: break;
    }
    // A court that has spoken answers no objection.
    if (view.state == CaseState::contested && view.objected) return CaseState::suspended;
    const bool leads_back = view.returns_to && cases::contains(kReturnStates, *view.returns_to);
    return leads_back ? view.returns_to : std::nullopt;
}

std::string joined(const std::vector<Evidence>& missing) {
    std::string text;
    for (const Evidence each : missing) {
        if (!text.empty()) text += "; ";
        text += meaning(each);
    }
    return text;
}

std::string states_of(CaseStep step) {
    std::uint32_t from = 0;
    for (const Transition& row : transitions()) from |= row.step == step ? row.from : 0;
    std::string text;
    for (std::size_t index = 0; index < kCaseStateCount; ++index) {
        const auto state = static_cast<CaseState>(index);
        if (!cases::contains(from, state)) continue;
        text.append(text.empty() ? "" : ", ").append(name(state));
    }
    return text;
}

std::string actors_of(CaseStep step) {
    std::string text;
    for (std::size_t index = 0; index < kCaseActorCount; ++index) {
        const auto actor = static_cast<CaseActor>(index);
        if (takes(actor, step)) text.append(text.empty() ? "" : ", ").append(name(actor));
    }
    return text;
}

}  // namespace

std::vector<Evidence> missing(const CaseView& view, const Transition& transition, std::int64_t now) {
    std::vector<Evidence> lacking;
    for (const Evidence each : transition.evidence) {
        if (!cases::is_asked(view, each)) continue;
        if (!cases::is_there(view, transition, each, now)) lacking.push_back(each);
    }
    return lacking;
}

StepAnswer may(const CaseView& view, CaseStep step, const StepTaker& taker, std::int64_t now) {
    const bool is_person = taker.actor != CaseActor::clock;
    if (is_person && is_recused(view, taker.user)) return StepRefused{Reason::recused, {}, {}};
    if (!takes(taker.actor, step)) return StepRefused{Reason::wrong_actor, {}, {}};
    const Transition* const row = transition(view.state, step);
    if (row == nullptr) return StepRefused{Reason::wrong_state, {}, {}};
    if (!row->is_of(taker.actor)) return StepRefused{Reason::wrong_actor, {}, {}};
    // Only who approves can be stood in for; the office of the objection's answer is the director's own (ISP-66).
    if (taker.as_deputy && (step != CaseStep::approve || !is_appointed(view, taker, now)))
        return StepRefused{Reason::not_appointed, {}, {}};
    if (acted_before(view, step, taker)) return StepRefused{Reason::same_person, {}, {}};
    auto lacking = missing(view, *row, now);
    if (!lacking.empty()) return StepRefused{Reason::lacking, std::move(lacking), row->if_lacking};
    const auto next = next_of(view, *row, taker);
    if (!next) return StepRefused{Reason::wrong_state, {}, {}};
    StepAllowed allowed{row, *next, {}};
    if (is_side_exit(*next)) allowed.returns_to = return_of(view);
    return allowed;
}

std::string sentence(const StepRefused& refusal, CaseStep step, const CaseView& view) {
    const std::string what(name(step));
    switch (refusal.reason) {
        case Reason::recused:
            return "you are named in this case or affected by it, and take no part in it; have a substitute appointed";
        case Reason::wrong_actor:
            return what + " is not for this office; it is for: " + actors_of(step);
        case Reason::wrong_state:
            return what + " is not possible in the state " + std::string(name(view.state)) +
                   "; it is from: " + states_of(step);
        case Reason::not_appointed:
            return what + " as a substitute needs an appointment on record for this case and office";
        case Reason::same_person:
            return what + " needs another person than the one who acted before";
        case Reason::lacking: break;
    }
    return what + " lacks: " + joined(refusal.missing);
}

}  // namespace postvern::compliance
