#include <gtest/gtest.h>

#include "tests/policy/proof/proving.hpp"
#include "tests/policy/proof/small_world.hpp"

namespace postvern::policy::proof {
namespace {

using testing::rule;

std::vector<RuleChange> compare(const std::string& earlier, const std::string& later) {
    const std::vector<RulebookFile> before{{"earlier.cedar", earlier}};
    const std::vector<RulebookFile> after{{"later.cedar", later}};
    return compare_rulebooks(before, after,
                             RulebookFile{"small.cedarschema", testing::small_schema_text()});
}

std::string reading_when(const std::string& condition) {
    return rule("permit (principal, action == Action::\"read\", resource is Doc) when { " +
                condition + " };");
}

TEST(Comparison, FindsNothingWhereOnlyTheTextDiffers) {
    EXPECT_TRUE(compare(reading_when("context.now < 5 && principal has name"),
                        reading_when("principal has name && !(5 <= context.now)"))
                    .empty());
}

TEST(Comparison, TellsWhatIsNewlyPermittedWithAnExample) {
    const auto changes = compare(reading_when("context.now < 5"), reading_when("context.now < 6"));
    ASSERT_EQ(changes.size(), 1U);
    EXPECT_EQ(changes[0].kind, ChangeKind::newly_permitted);
    EXPECT_EQ(changes[0].principal + changes[0].action + changes[0].resource, "UserreadDoc");
    ASSERT_TRUE(changes[0].example) << changes[0].reason;
    EXPECT_NE(changes[0].example->request.find("\"now\": 5"), std::string::npos);
    EXPECT_EQ(changes[0].before, "denied by no rule, recorded as entry");
    EXPECT_EQ(changes[0].example->decision, "permitted by R, recorded as entry");
}

TEST(Comparison, TellsBothDirectionsOfAChange) {
    const auto changes =
        compare(reading_when("context.now == 1"), reading_when("context.now == 2"));
    ASSERT_EQ(changes.size(), 2U);
    EXPECT_EQ(changes[0].kind, ChangeKind::newly_permitted);
    EXPECT_EQ(changes[1].kind, ChangeKind::newly_denied);
}

TEST(Comparison, SaysWhereItCannotTell) {
    const auto changes = compare(reading_when("context has from && context.from.isIpv4()"),
                                 reading_when("context has from && !(context.from.isIpv6())"));
    ASSERT_FALSE(changes.empty());
    for (const RuleChange& change : changes) {
        EXPECT_FALSE(change.example.has_value() && !change.reason.empty());
        EXPECT_TRUE(change.example || !change.reason.empty());
    }
}

}  // namespace
}  // namespace postvern::policy::proof
