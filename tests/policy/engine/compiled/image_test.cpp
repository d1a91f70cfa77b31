#include "policy/engine/compiled/image.hpp"

#include <gtest/gtest.h>

#include "policy/language/schema/schema.hpp"
#include "tests/policy/engine/compiled/small_world.hpp"
#include "tests/printed.hpp"

namespace postvern::policy::engine::compiled {
namespace {

using engine::compiled::testing::compile;
using engine::compiled::testing::decide;
using engine::compiled::testing::request_of;

struct FoldedRow {
    const char* conditions;
    bool always;  // satisfied by every request
    bool never;   // applies to none
};
void PrintTo(const FoldedRow& row, std::ostream* out) { tests::print(row.conditions, out); }

class Folding : public ::testing::TestWithParam<FoldedRow> {};

TEST_P(Folding, FoldsWhatIsTheSameForEveryRequest) {
    const auto image =
        compile(std::string("permit(principal, action, resource) ") + GetParam().conditions + ";");
    EXPECT_EQ(image->policies()[0].code == kAcceptCode, GetParam().always);
    EXPECT_EQ(image->policies()[0].never, GetParam().never);
}

INSTANTIATE_TEST_SUITE_P(
    Conditions, Folding,
    ::testing::Values(FoldedRow{"", true, false}, FoldedRow{"when { true }", true, false},
                      FoldedRow{"when { 1 + 1 == 2 } unless { [1, 2].contains(3) }", true, false},
                      FoldedRow{"when { ip(\"10.0.0.1\").isInRange(ip(\"10.0.0.0/8\")) }", true,
                                false},
                      FoldedRow{"when { {a: 1}.a == 1 && \"abc\" like \"a*\" }", true, false},
                      FoldedRow{"when { if true then true else principal.x }", true, false},
                      FoldedRow{"when { true || principal.x }", true, false},
                      FoldedRow{"when { false }", false, true},
                      FoldedRow{"when { false && principal.x }", false, true},
                      FoldedRow{"when { User::\"a\" is Doc }", false, true},
                      // What errs, and what entities may change, stays.
                      FoldedRow{"when { principal.x && false }", false, false},
                      FoldedRow{"when { 9223372036854775807 + 1 == 0 }", false, false},
                      FoldedRow{"when { decimal(\"x\") == decimal(\"1.0\") }", false, false},
                      FoldedRow{"when { 1 }", false, false},
                      FoldedRow{"when { true && 1 }", false, false},
                      FoldedRow{"when { User::\"a\" in User::\"b\" }", false, false},
                      FoldedRow{"when { User::\"a\" has x }", false, false},
                      FoldedRow{"when { principal == principal }", false, false}));

TEST(Image, ReportsErrorsThatEveryRequestMeets) {
    const auto table = EntityTable::make(
        compile("permit(principal, action, resource) when { 9223372036854775807 + 1 == 0 };"
                "forbid(principal, action, resource) when { -(-9223372036854775807 - 1) == 1 };"
                "forbid(principal, action, resource) when { ip(\"x\").isIpv4() };"
                "permit(principal, action, resource) when { \"yes\" };"
                "permit(principal, action, resource);"));
    EXPECT_EQ(decide(table, request_of("a", "read", "d")),
              "allow 4 !0:overflow !1:overflow !2:extension !3:type");
    EXPECT_EQ(decide(table, request_of("a", "read", "d"), Strictness::house),
              "deny 1 2 !0:overflow !1:overflow !2:extension !3:type");
}

// Cedar's parser takes any number of arguments; its evaluator does not.
TEST(Image, ReportsCallsWithTooFewOrTooManyArguments) {
    const auto table = EntityTable::make(
        compile("permit(principal, action, resource) when { ip() == ip() };"
                "permit(principal, action, resource) when { decimal(\"1.0\").lessThan() };"
                "permit(principal, action, resource) when { context.a.isIpv4(1, context) };"
                "permit(principal, action, resource) when { ip(\"::1\", ip(\"x\")).isIpv4() };"
                "permit(principal, action, resource) when { false && ip() };"));
    EXPECT_EQ(decide(table, request_of("a", "read", "d")),
              "deny !0:type !1:type !2:missing attribute !3:extension");
}

TEST(Image, OfNoPoliciesDeniesEverything) {
    EXPECT_EQ(decide(EntityTable::make(compile("")), request_of("a", "read", "d")), "deny");
}

TEST(Image, TakesATemplateForAPolicyAboutNothing) {
    language::PolicySyntax syntax;
    syntax.effect = language::Effect::permit;
    syntax.principal.demand = language::EqualToSlot{};
    const std::vector<const language::PolicySyntax*> policies{&syntax};
    EXPECT_EQ(decide(EntityTable::make(Image::compile(policies)), request_of("a", "read", "d")),
              "deny");
}

// A thousand policies, of which a request meets those that name something it is in.
TEST(SliceIndex, LeadsToThePoliciesThatCouldMatch) {
    std::string text;
    for (int number = 0; number < 1'000; ++number) {
        text += "permit(principal in Role::\"" + std::to_string(number) +
                "\", action == Action::\"" + (number % 2 == 0 ? "read" : "write") +
                "\", resource is Doc in Folder::\"" + std::to_string(number % 3) + "\");";
    }
    const auto image = compile(text);
    const auto table = EntityTable::make(
        image, std::vector<language::Entity>{{{"User", "a"}, {}, {{"Role", "6"}}, {}},
                                             {{"Doc", "d"}, {}, {{"Folder", "0"}}, {}}});
    const EntityData& user = table->entity(table->vocabulary().find_entity({"User", "a"}));
    const EntityData& read = table->entity(table->vocabulary().find_entity({"Action", "read"}));
    const EntityData& document = table->entity(table->vocabulary().find_entity({"Doc", "d"}));
    const SliceIndex& index = image->slices();
    const std::size_t slice =
        index.slice_of(read.action_class, user.principal_class, document.resource_class);
    EXPECT_TRUE(index.entries(index.slice(slice)).empty());
    ASSERT_EQ(user.selector_count, 1U);
    EXPECT_EQ(index.by_principal(slice, user.selectors[0]).size(), 1U);
    EXPECT_EQ(decide(table, request_of("a", "read", "d")), "allow 6");
    EXPECT_EQ(decide(table, request_of("a", "write", "d")), "deny");
    EXPECT_EQ(decide(table, request_of("b", "read", "d")), "deny");
}

TEST(SliceIndex, TakesGroupsOfActionsFromEntitiesThatTheSchemaDoesNotKnow) {
    const auto table = EntityTable::make(
        compile("permit(principal, action in Action::\"all\", resource);"),
        std::vector<language::Entity>{{{"Action", "read"}, {}, {{"Action", "all"}}, {}}});
    EXPECT_EQ(decide(table, request_of("a", "read", "d")), "allow 0");
    EXPECT_EQ(decide(table, request_of("a", "all", "d")), "allow 0");
    EXPECT_EQ(decide(table, request_of("a", "write", "d")), "deny");
}

// Policies that would make the index too large, in three degrees.
std::string wide_policies(int actions, int types, int policies) {
    std::string text;
    for (int action = 0; action < actions; ++action) {
        const std::string number = std::to_string(action);
        text += "forbid(principal, action == Action::\"" + number +
                "\", resource) when { false || principal == User::\"x\" };";
    }
    for (int type = 0; type < types; ++type) {
        const std::string number = std::to_string(type);
        text += "permit(principal is P" + number + ", action, resource is R" + number + ");";
    }
    for (int policy = 0; policy < policies; ++policy) {
        text +=
            "permit(principal, action, resource) when { context.n == " + std::to_string(policy) +
            " };";
    }
    return text;
}

TEST(SliceIndex, StaysSmallAndRightWhateverThePoliciesAre) {
    struct Row {
        int actions, types, policies;
        bool tells_types;
        bool any_action_apart;
    };
    for (const Row& row :
         {Row{3, 3, 3, true, false}, Row{300, 2, 300, true, true}, Row{60, 40, 200, false, true}}) {
        const auto image = compile(wide_policies(row.actions, row.types, row.policies));
        EXPECT_EQ(image->slices().tells_types(), row.tells_types);
        EXPECT_EQ(image->slices().any_action_apart(), row.any_action_apart);
        const auto table = EntityTable::make(image);
        const std::string last = std::to_string(row.actions + row.types + 2);
        const std::string typed = std::to_string(row.actions + 1);
        const language::Record context{{"n", 2}};
        const auto asked = [&](const char* principal, const char* resource) {
            return decide(table, {{principal, "x"}, {"Action", "1"}, {resource, "1"}, context});
        };
        EXPECT_EQ(asked("P1", "R1"), "allow " + typed + " " + last);
        EXPECT_EQ(asked("P1", "R0"), "allow " + last);
        EXPECT_EQ(asked("User", "R1"), "deny 1");
    }
}

TEST(SliceIndex, GivesUpWhereGroupsOfActionsWouldMultiplyPolicies) {
    language::schema::Schema::Actions actions;
    for (int number = 0; number < 1'000; ++number) {
        const EntityUid uid{"Action", std::to_string(number)};
        actions[uid] = {uid, {{"Action", "all"}}, {{"Action", "all"}}, {}, {}, {}, nullptr};
    }
    const language::schema::Schema schema({}, std::move(actions));
    std::string text;
    for (int number = 0; number < 100; ++number) {
        text +=
            "permit(principal is User, action in Action::\"all\", resource) when { context.n == " +
            std::to_string(number) + " };";
    }
    std::vector<language::Entity> entities;
    entities.push_back({{"Action", "7"}, {}, {{"Action", "all"}}, {}});
    const auto table = EntityTable::make(compile(text, &schema), entities);
    EXPECT_EQ(decide(table, request_of("a", "7", "d", {{"n", 42}})), "allow 42");
    EXPECT_EQ(decide(table, request_of("a", "other", "d", {{"n", 42}})), "deny");
}

}  // namespace
}  // namespace postvern::policy::engine::compiled
