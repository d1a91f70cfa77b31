#include "compliance/cases/page.hpp"

#include <map>
#include <set>
#include <utility>

#include "compliance/case_clocks.hpp"
#include "compliance/cases/table.hpp"

namespace postvern::compliance::cases {

namespace {

using Move = Transition::Move;

constexpr std::string_view kPreface =
    "# A request for data, step by step\n\n"
    "Written from the table in `compliance/cases/table.cpp`; after a change there\n\n"
    "    POSTVERN_REGENERATE=1 build/release/bin/compliance_cases --gtest_filter='CasesPage.*'\n\n"
    "A case begins RECEIVED (action `open_case`). A step is taken by somebody in the office named, from a state named, once all of the evidence is "
    "there; otherwise it is refused, with the reason and with what is missing. Whoever is named in the case or affected by it takes no step and "
    "sees nothing. Before each step the Gate is asked for the action.\n";
constexpr std::string_view kRules =
    "\n## What the table does not show\n\n"
    "- Two persons validate an order, and two others than the data protection officer approve. The second validation makes ORDER_VALIDATED; the last of "
    "both approvals and the attestation makes DUAL_APPROVED. Until then the state stays.\n"
    "- A substitute, appointed on record for the case, approves in the place of the managing director or of the second officer; one of the two is never "
    "replaced.\n"
    "- A request that is rejected outright needs no further fields to be classified; nor does what somebody of the house heard (Straffeloven § 196).\n"
    "- An objection suspends a case until it is answered, at most to the order's deadline; unanswered it stands, and the case is EXPIRED. An objection or a court's "
    "review ends the request for extraction with its approvals: what was DUAL_APPROVED goes back to the decision on notice.\n"
    "- A court that has spoken answers no objection: CONTESTED leads to SUSPENDED while one stands.\n"
    "- An order without recited suspicion of the owner is no defective order: from ORDER_RECEIVED it is held for counsel.\n";

std::string_view into(const Transition& row) {
    switch (row.move) {
        case Move::stay: return "stays";
        case Move::back: return "where it came from";
        case Move::to_notice: return "the decision on notice";
        default: return name(row.into);
    }
}

template <typename Value, typename Set>
std::string names_in(Set set, std::size_t count) {
    std::string text;
    for (std::size_t index = 0; index < count; ++index) {
        if ((set >> index & 1U) == 0) continue;
        text.append(text.empty() ? "" : ", ").append(name(static_cast<Value>(index)));
    }
    return text;
}

std::string states(std::uint32_t set) {
    if (set == kOpenStates) return "any but CLOSED";
    return names_in<CaseState>(set, kCaseStateCount);
}

std::string evidence(const Transition& row) {
    std::string text;
    for (const Evidence each : row.evidence) text.append(text.empty() ? "" : ", ").append(name(each));
    return text;
}

std::string answer(const Transition& row) {
    std::string text(row.answer);
    if (!row.if_lacking.empty() && row.if_lacking != row.answer)
        text.append(text.empty() ? "" : "; ").append("where something lacks: ").append(row.if_lacking);
    return text;
}

void add_row(std::string& text, std::initializer_list<std::string_view> cells) {
    text += "|";
    for (const auto cell : cells) text.append(" ").append(cell).append(" |");
    text += "\n";
}

void add_steps(std::string& text) {
    text += "\n## The steps\n\n";
    add_row(text, {"Step", "From", "Into", "Office", "Action", "Evidence", "Answer", "Source"});
    text += "|---|---|---|---|---|---|---|---|\n";
    for (const Transition& row : transitions()) {
        const std::string action = "`" + std::string(policy::name(row.action)) + "` for " +
                                   std::string(policy::name(row.purpose));
        add_row(text, {name(row.step), states(row.from), into(row),
                       names_in<CaseActor>(row.actors, kCaseActorCount), action, evidence(row),
                       answer(row), row.source});
    }
}

// One arrow for each pair of states; steps that stay are not drawn, returns as far as they lead.
std::map<std::pair<CaseState, CaseState>, std::set<std::string_view>> arrows() {
    std::map<std::pair<CaseState, CaseState>, std::set<std::string_view>> all;
    for (const Transition& row : transitions()) {
        for (std::size_t index = 0; index < kCaseStateCount; ++index) {
            const auto from = static_cast<CaseState>(index);
            if (!row.is_from(from)) continue;
            if (row.move == Move::to_notice && from == CaseState::dual_approved)
                all[{from, CaseState::notified_before}].insert(name(row.step));
            if (row.move == Move::stay || row.move == Move::back || row.move == Move::to_notice) continue;
            all[{from, row.into}].insert(name(row.step));
        }
    }
    return all;
}

// Where many states have the same way out it is drawn once, from a box of them all.
bool is_common(CaseState into) {
    return into == CaseState::suspended || into == CaseState::contested ||
           into == CaseState::withdrawn || into == CaseState::expired;
}

void add_diagram(std::string& text) {
    text += "\n## The states\n\n```mermaid\nstateDiagram-v2\n    [*] --> RECEIVED\n";
    std::map<CaseState, std::string> common;
    for (const auto& [ends, steps] : arrows()) {
        const auto [from, to] = ends;
        if (is_common(to)) {
            auto& origins = common[to];
            origins.append(origins.empty() ? "" : ", ").append(name(from));
            continue;
        }
        std::string label;
        for (const auto step : steps) label.append(label.empty() ? "" : ", ").append(step);
        text.append("    ").append(name(from)).append(" --> ").append(name(to)).append(" : ");
        text.append(label).append("\n");
    }
    text += "    CLOSED --> [*]\n```\n\nNot drawn, as they are from many states:\n\n";
    for (const auto& [to, origins] : common)
        text.append("- **").append(name(to)).append("** from ").append(origins).append("\n");
    text += "- SUSPENDED and CONTESTED lead back to where they were entered from. From DUAL_APPROVED, `request` and `expire-request` lead "
            "back to whichever of the three decisions on notice was taken; one is drawn.\n";
}

void add_evidence(std::string& text) {
    text += "\n## The evidence\n\n";
    add_row(text, {"Evidence", "What it is", "Where it comes from"});
    text += "|---|---|---|\n";
    for (std::size_t index = 0; index < kEvidenceCount; ++index) {
        const auto each = static_cast<Evidence>(index);
        add_row(text, {name(each), meaning(each),
                       follows_from_case(each) ? "follows from the case; cannot be claimed" : "brought with the step, or on file"});
    }
}

void add_clocks(std::string& text) {
    text += "\n## The clocks\n\nAll times are UTC; days have 24 hours, months are those of the calendar. A clock rings once, also where nobody listened for days.\n\n";
    add_row(text, {"Clock", "Started by", "Due", "Then", "Stopped by", "Source"});
    text += "|---|---|---|---|---|---|\n";
    for (const ClockRule& rule : clock_rules())
        add_row(text, {name(rule.clock), name(rule.started_by), rule.due, rule.then, rule.stopped_by, rule.source});
}

void add_roads(std::string& text) {
    text += "\n## The roads\n\nWhose reference or decision must be on file before an order is validated (Forskrift 2012-12-14-1227 §§ 3, 7, 22; ISP-39 to ISP-45, ISP-48).\n\n";
    add_row(text, {"Road", "References"});
    text += "|---|---|\n";
    for (std::size_t index = 0; index < policy::kRouteCount; ++index) {
        const auto route = static_cast<policy::Route>(index);
        std::string list;
        for (const auto office : references_of(route))
            list.append(list.empty() ? "" : ", ").append(policy::name(office));
        add_row(text, {policy::name(route), list.empty() ? "none but the order" : std::string_view(list)});
    }
}

}  // namespace

std::string page() {
    std::string text(kPreface);
    add_diagram(text);
    add_steps(text);
    text += kRules;
    add_evidence(text);
    add_clocks(text);
    add_roads(text);
    return text;
}

}  // namespace postvern::compliance::cases
