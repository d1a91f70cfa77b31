// All ways that a case can take, searched: what is on every way to an extraction, and that no state is out of reach.
#include <gtest/gtest.h>

#include <deque>
#include <functional>
#include <set>
#include <tuple>

#include "tests/compliance/cases/examples.hpp"

namespace postvern::compliance {
namespace {

using namespace examples;  // NOLINT: the examples are this test's own words

// What a search keeps of a case. Everything that people bring they bring at once.
struct Node {
    CaseState state = CaseState::received;
    std::optional<CaseState> returns_to{};
    std::optional<CaseState> notice{};
    unsigned validators = 0;
    bool director = false, second = false, attested = false, objected = false, requested = false;
    bool delivered = false, told = false;
    std::uint32_t passed = 0;  // states, since the present order was entered

    auto key() const {
        return std::tuple(state, returns_to, notice, validators, director, second, attested, objected, requested,
                          delivered, told, passed);
    }
    bool operator<(const Node& other) const { return key() < other.key(); }
};

CaseView seen(const Node& node, CaseStep step) {
    CaseView seen = view(node.state);
    seen.returns_to = node.returns_to;
    seen.notice = node.notice;
    for (unsigned i = 0; i < node.validators; ++i) seen.validators.push_back(kOfficer + 100 * i);
    if (node.director) seen.director = kDirector;
    if (node.second) seen.second_officer = kSecond;
    if (node.attested) seen.attested = kWatchdog;
    if (node.objected) seen.objected = kWatchdog;
    if (!node.requested) seen.requested = {};
    if (!node.told) seen.told_at = {};
    seen.delivered = node.delivered;
    const bool waits = node.state == CaseState::notice_deferred || node.notice == CaseState::notice_deferred;
    seen.waived = node.notice == CaseState::notice_waived;
    const auto returns_to = seen.returns_to;
    seen = ready(seen, step);
    seen.returns_to = returns_to;
    if (!node.objected) seen.objected = {};
    seen.delivered = node.delivered;
    if (!node.requested) seen.requested = {};
    if (waits && step != CaseStep::notify_before && step != CaseStep::notify && step != CaseStep::close) {
        seen.silence = policy::Silence::statutory;
        seen.silent_from = kNow - kDay;
    }
    return seen;
}

Node after(const Node& before, const Transition& row, CaseActor actor, const StepAllowed& allowed) {
    Node node = before;
    node.state = allowed.next;
    node.returns_to = allowed.returns_to;
    if (row.voids_request) node.director = node.second = node.attested = node.requested = false;
    if (row.step == CaseStep::enter_order) node.validators = 0, node.passed = 0, node.notice = {}, node.told = false;
    if (row.step == CaseStep::validate) ++node.validators;
    if (row.step == CaseStep::request) node.requested = true;
    if (row.step == CaseStep::approve) (actor == CaseActor::second_officer ? node.second : node.director) = true;
    if (row.step == CaseStep::attest) node.attested = true;
    if (row.step == CaseStep::object) node.objected = true;
    if (row.step == CaseStep::answer_objection) node.objected = false;
    if (row.step == CaseStep::deliver) node.delivered = true;
    if (row.step == CaseStep::notify || row.step == CaseStep::notify_before) node.told = true;
    for (const CaseState notice :
         {CaseState::notified_before, CaseState::notice_deferred, CaseState::notice_waived}) {
        if (node.state == notice) node.notice = notice;
    }
    node.passed |= 1U << static_cast<unsigned>(node.state);
    return node;
}

using Barred = std::function<bool(CaseStep, CaseActor, CaseState next)>;

std::set<Node> reached(const Barred& barred) {
    std::set<Node> all{Node{}};
    std::deque<Node> todo{Node{}};
    while (!todo.empty()) {
        const Node node = todo.front();
        todo.pop_front();
        for (const Transition& row : transitions()) {
            if (!row.is_from(node.state)) continue;
            const CaseView view = seen(node, row.step);
            for (std::size_t a = 0; a < kCaseActorCount; ++a) {
                const auto actor = static_cast<CaseActor>(a);
                const std::uint32_t user =
                    row.step == CaseStep::validate ? kOfficer + 100 * node.validators : user_of(actor);
                const StepAnswer answer = may(view, row.step, {actor, user}, kNow);
                const auto* const allowed = std::get_if<StepAllowed>(&answer);
                if (allowed == nullptr || barred(row.step, actor, allowed->next)) continue;
                const Node next = after(node, row, actor, *allowed);
                if (all.insert(next).second) todo.push_back(next);
            }
        }
    }
    return all;
}

bool has(const std::set<Node>& nodes, CaseState state) {
    return std::any_of(nodes.begin(), nodes.end(), [&](const Node& node) { return node.state == state; });
}

TEST(Roads, ReachEveryState) {
    const auto all = reached([](CaseStep, CaseActor, CaseState) { return false; });
    for (std::size_t s = 0; s < kCaseStateCount; ++s)
        EXPECT_TRUE(has(all, static_cast<CaseState>(s))) << name(static_cast<CaseState>(s));
}

TEST(Roads, LeadToAnExtractionThroughEveryStationOfItsPresentOrder) {
    const auto all = reached([](CaseStep, CaseActor, CaseState) { return false; });
    const auto passed = [](const Node& node, CaseState state) {
        return (node.passed >> static_cast<unsigned>(state) & 1U) != 0;
    };
    std::size_t extractions = 0;
    for (const Node& node : all) {
        if (node.state != CaseState::extracted && node.state != CaseState::delivered) continue;
        ++extractions;
        for (const CaseState station : {CaseState::order_validated, CaseState::secrecy_cleared,
                                        CaseState::privilege_cleared, CaseState::scoped, CaseState::dual_approved})
            EXPECT_TRUE(passed(node, station)) << name(station);
        EXPECT_TRUE(passed(node, CaseState::notified_before) || passed(node, CaseState::notice_deferred) ||
                    passed(node, CaseState::notice_waived));
        EXPECT_EQ(node.validators, 2U);
    }
    EXPECT_GT(extractions, 0U);
}

TEST(Roads, EndBeforeAnExtractionWhereAnyOfItsPeopleDoesNothing) {
    const auto without = [](CaseStep step, CaseActor actor) {
        return reached([=](CaseStep taken, CaseActor by, CaseState) { return taken == step && by == actor; });
    };
    EXPECT_FALSE(has(without(CaseStep::approve, CaseActor::managing_director), CaseState::extracted));
    EXPECT_FALSE(has(without(CaseStep::approve, CaseActor::second_officer), CaseState::extracted));
    EXPECT_FALSE(has(without(CaseStep::attest, CaseActor::data_protection_officer), CaseState::extracted));
    EXPECT_FALSE(has(without(CaseStep::validate, CaseActor::legal_officer), CaseState::extracted));
    EXPECT_TRUE(has(without(CaseStep::recuse, CaseActor::legal_officer), CaseState::extracted));
}

TEST(Roads, OutOfAStatutoryHoldLeadToTheCourtPreservationOrRejectionAlone) {
    std::set<CaseState> exits;
    for (const Transition& row : transitions()) {
        if (row.is_from(CaseState::statutory_hold) && row.move != Transition::Move::stay) exits.insert(row.into);
    }
    EXPECT_EQ(exits, (std::set{CaseState::await_court, CaseState::preserved, CaseState::rejected}));
}

TEST(Roads, AreTakenByNoWatchdogToAnApprovalAndByNoOperatorAtAll) {
    for (const Transition& row : transitions()) {
        EXPECT_FALSE(row.is_of(CaseActor::operator_)) << name(row.step);
        EXPECT_FALSE(row.is_of(CaseActor::support)) << name(row.step);
        if (row.action == policy::Action::approve || row.action == policy::Action::extract ||
            row.action == policy::Action::disclose) {
            EXPECT_FALSE(row.is_of(CaseActor::data_protection_officer)) << name(row.step);
        }
    }
}

}  // namespace
}  // namespace postvern::compliance
