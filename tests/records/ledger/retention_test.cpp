// Which class an entry is of, and so how long it is kept and how far its moment is rounded.
#include "records/ledger/retention.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "policy/assembly.hpp"
#include "policy/engine/rule_set.hpp"
#include "test_places.hpp"

namespace postvern::records::ledger {
namespace {

using policy::Action;

RetentionClass class_of(Action action) {
    const policy::Decision decision;
    return retention_class_of({policy::Principal::staff(0), policy::kNoAccount, action,
                               policy::Purpose::administration, policy::Channel::control,
                               policy::Outcome::granted, 0, 0, decision});
}

TEST(RetentionClassOf, AnActIsThatOfItsKind) {
    EXPECT_EQ(class_of(Action::administer_accounts), RetentionClass::staff_access);
    EXPECT_EQ(class_of(Action::purge), RetentionClass::staff_access);
    for (const Action legal : {Action::open_case, Action::read_case, Action::object,
                               Action::preserve, Action::release_hold, Action::extract,
                               Action::disclose, Action::notify, Action::appoint_substitute}) {
        EXPECT_EQ(class_of(legal), RetentionClass::legal) << policy::name(legal);
    }
    EXPECT_EQ(class_of(Action::install_rulebook), RetentionClass::rulebook);
    EXPECT_EQ(class_of(Action::approve), RetentionClass::rulebook);
    EXPECT_EQ(class_of(Action::give_consent), RetentionClass::consent);
    EXPECT_EQ(class_of(Action::withdraw_consent), RetentionClass::consent);
    EXPECT_EQ(class_of(Action::restrict), RetentionClass::rights_request);
    EXPECT_EQ(class_of(Action::notify_breach), RetentionClass::breach);
}

TEST(RetentionClassOf, RoundsRequestsForDataToTheMinuteAndAllElseToAQuarter) {
    EXPECT_EQ(rounded_moment(RetentionClass::legal, 1'700'000'059), 1'700'000'040);
    EXPECT_EQ(rounded_moment(RetentionClass::staff_access, 1'700'000'059), 1'699'999'200);
    EXPECT_EQ(rounding_of(RetentionClass::legal), 60);
    EXPECT_EQ(rounding_of(RetentionClass::consent), 900);
}

TEST(RetentionClassOf, SaysWhenAMonthsKeysGo) {
    EXPECT_EQ(end_of_term(RetentionClass::rights_request, {2026, 1}), 1'801'440'000);  // 2027-02-01
    EXPECT_FALSE(end_of_term(RetentionClass::consent, {2026, 1}));
}

bool names_action(const policy::engine::Policy& rule, Action action) {
    const auto is_it = [&](const auto& uid) { return uid.id == policy::name(action); };
    const auto& demand = rule.syntax().action.demand;
    if (const auto* one = std::get_if<policy::language::EqualTo>(&demand)) return is_it(one->uid);
    const auto* some = std::get_if<policy::language::InHierarchy>(&demand);
    return some != nullptr && std::any_of(some->ancestors.begin(), some->ancestors.end(), is_it);
}

// What the rules promise of how long an entry is kept is what becomes of it.
TEST(RetentionClassOf, AnActIsKeptAsLongAsTheRuleThatPermitsItSays) {
    const std::map<RetentionClass, std::string> terms{
        {RetentionClass::staff_access, "P1Y"}, {RetentionClass::legal, "P3Y"},
        {RetentionClass::rulebook, "P5Y"},     {RetentionClass::consent, "P3Y"},
        {RetentionClass::rights_request, "P1Y"}, {RetentionClass::breach, "P5Y"}};
    std::size_t compared = 0;
    for (const auto& file : policy::read_rulebook(POSTVERN_SOURCE_DIR "/policy/rulebook")) {
        const auto rules = policy::engine::RuleSet::parse(std::vector<policy::engine::Source>{{file.name, file.text}});
        for (const auto& rule : rules.policies()) {
            const auto retain = rule.annotation("retain");
            const bool permits = rule.effect() == policy::engine::Effect::permit;
            ASSERT_EQ(permits && rule.annotation("record") == "entry", retain.has_value()) << rule.id();
            if (!retain) continue;
            for (std::size_t index = 0; index < policy::kActionCount; ++index) {
                const auto action = static_cast<Action>(index);
                if (!names_action(rule, action)) continue;
                EXPECT_EQ(terms.at(class_of(action)), *retain) << rule.id() << ' ' << policy::name(action);
                ++compared;
            }
        }
    }
    EXPECT_GT(compared, 30U);
}

}  // namespace
}  // namespace postvern::records::ledger
