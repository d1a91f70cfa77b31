// The orders of the set, as the officers who look at them must find them: classified, entered, and
// judged.
#include <gtest/gtest.h>

#include <algorithm>

#include "compliance/cases.hpp"
#include "compliance/court_order.hpp"
#include "tests/conformance/set.hpp"

namespace postvern::conformance {
namespace {

using compliance::CaseState;
using compliance::CaseStep;
using compliance::Evidence;

// A case in which the order was entered, with all that is brought to it.
compliance::CaseView view_of(const compliance::Intake& intake, const compliance::Proposal& proposal,
                             const compliance::CourtOrder& order) {
    compliance::CaseView view;
    view.state = CaseState::order_received;
    view.reference = order.legal_case;
    view.basis = proposal.basis;
    view.route = proposal.route;
    view.references = intake.references;
    view.deadline = intake.deadline;
    view.accounts = intake.accounts;
    view.order = order;
    view.silence = order.silence;
    view.silent_until = order.silent_until;
    for (std::size_t each = 0; each < static_cast<std::size_t>(compliance::kFirstThatFollows);
         ++each)
        view.evidence.add(static_cast<Evidence>(each));
    return view;
}

// Where `step` leads, if nothing that it needs is lacking.
std::optional<CaseState> after(const compliance::CaseView& view, CaseStep step, std::int64_t now) {
    const auto* row = compliance::transition(view.state, step);
    if (row == nullptr || !compliance::missing(view, *row, now).empty()) return std::nullopt;
    return row->into;
}

// Where the case stands after two persons looked at the order. A hold takes the basis that says
// why.
std::string then(compliance::CaseView view, std::int64_t now) {
    const auto validated = after(view, CaseStep::validate, now);
    const auto returned = after(view, CaseStep::return_order, now);
    view.basis = policy::Basis::order_without_suspicion;
    view.held_at = now;
    view.held_until = view.deadline.value_or(now + 7 * 86'400);
    const auto held = after(view, CaseStep::hold_for_counsel, now);
    if (validated.has_value() && returned.has_value()) return "both";
    const auto state = validated ? validated : returned ? returned : held;
    return state ? std::string(compliance::name(*state)) : "nowhere";
}

std::vector<std::string> texts_of(const std::vector<compliance::OrderDefect>& defects) {
    std::vector<std::string> texts;
    for (const auto& each : defects) texts.emplace_back(each.text);
    std::sort(texts.begin(), texts.end());
    return texts;
}

std::vector<std::string> words(const std::string& line) {
    std::vector<std::string> all;
    for (std::size_t at = 0; line != "none" && at <= line.size();) {
        const std::size_t end = std::min(line.find(", ", at), line.size());
        all.push_back(line.substr(at, end - at));
        at = end + 2;
    }
    std::sort(all.begin(), all.end());
    return all;
}

TEST(ConformanceOrders, AreJudgedAsTheLawHasIt) {
    std::size_t judged = 0;
    for (const Letter& letter : letters()) {
        if (!letter.order) continue;
        SCOPED_TRACE(letter.id + " " + letter.title);
        ++judged;
        const auto intake = compliance::read_intake(letter.request, letter.id);
        const auto proposal = classify(rules(), intake);
        ASSERT_EQ(proposal.answer, compliance::Answer::order_received);
        const auto order = compliance::parse_court_order(*letter.order);
        auto view = view_of(intake, proposal, order);
        EXPECT_EQ(texts_of(defects(order, view, intake.received)),
                  words(letter.expect.at("defects")));
        EXPECT_EQ(then(view, intake.received), letter.expect.at("then"));
        if (order.seal != compliance::OrderSeal::signature) continue;
        // The same order with a signature that is verified.
        view.order_signature.emplace().verified = true;
        const auto left = texts_of(defects(order, view, intake.received));
        EXPECT_EQ(std::count(left.begin(), left.end(), "seal"), 0);
    }
    EXPECT_GE(judged, 30U);
}

}  // namespace
}  // namespace postvern::conformance
