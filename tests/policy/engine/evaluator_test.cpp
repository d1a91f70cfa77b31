#include "policy/engine/evaluator.hpp"

#include <gtest/gtest.h>

#include <span>

#include "tests/policy/engine/evaluation.hpp"

namespace postvern::policy::engine {
namespace {

struct Row {
    const char* expression;
    const char* result;
};

void expect_all(std::span<const Row> rows) {
    for (const Row& row : rows) {
        EXPECT_EQ(testing::evaluate(row.expression), row.result) << row.expression;
    }
}

// Where syntax-operators has an example, it stands here.

TEST(Evaluator, ComparesForEquality) {
    const Row rows[] = {
        {"1 == 1", "true"},
        {R"("something" == "something")", "true"},
        {R"("Something" == "something")", "false"},
        {"[1, -33, 707] == [1, -33]", "false"},
        {"[1, 2, 40] == [1, 2, 40]", "true"},
        {"[1, 2, 40] == [1, 40, 2]", "true"},
        {"[1, -2, 40] == [1, 40]", "false"},
        {"[1, 1, 1, 2, 40] == [40, 1, 2]", "true"},
        {"[1, 1, 2, 1, 40, 2, 1, 2, 40, 1] == [1, 40, 1, 2]", "true"},
        {"true == true", "true"},
        {R"(context.addr == {"city": "DC", street: "main"})", "true"},
        {R"(context.addr == {"city": "DC"})", "false"},
        {R"(User::"alice" == User::"alice")", "true"},
        {R"(User::"alice" == User::"bob")", "false"},
        {R"(User::"alice" == Admin::"alice")", "false"},
        {R"(5 == "5")", "false"},
        {R"("alice" == User::"alice")", "false"},
        {"1 != 1", "false"},
        {R"(1 != "1")", "true"},
        {"[] == {}", "false"},
        {"principal == resource.owner", "true"},
        {R"("\u{e9}" == "é")", "true"},
    };
    expect_all(rows);
}

TEST(Evaluator, ComparesLongsOnly) {
    const Row rows[] = {
        {"3 < 303", "true"},
        {"principal.age < 22", "true"},
        {R"(3 < "3")", "error: type"},
        {"false < true", "error: type"},
        {R"("" < "zzz")", "error: type"},
        {"[1, 2] < [47, 0]", "error: type"},
        {"3 <= 3", "true"},
        {"4 <= 3", "false"},
        {"3 > 3", "false"},
        {"4 > 3", "true"},
        {"3 >= 3", "true"},
        {"2 >= 3", "false"},
        {"-9223372036854775808 < 9223372036854775807", "true"},
        {"principal > 3", "error: type"},
    };
    expect_all(rows);
}

TEST(Evaluator, ShortCircuits) {
    const Row rows[] = {
        {"3 && false", "error: type"},
        {"false && 3", "false"},
        {"(3 == 4) && 3", "false"},
        {R"((User::"alice" == Action::"viewPhoto") && 3)", "false"},
        {"true && 3", "error: type"},
        {"(false && 3) == 3", "false"},
        {"true && true && false && 3", "false"},
        {"true && true", "true"},
        {"true && 3 && false", "error: type"},
        {"3 || true", "error: type"},
        {"true || 3", "true"},
        {"false || 3", "error: type"},
        {"(3 == 3) || 3", "true"},
        {"false || false || true || 3", "true"},
        {"false || false", "false"},
        {"false && context.missing", "false"},
        {"true && context.missing", "error: attribute"},
        {"true || false && false", "true"},
        {"!true", "false"},
        {"!false", "true"},
        {"!8", "error: type"},
        {"!!!!true", "true"},
        {"!!!true", "false"},
        {"!(principal has age) || principal.age < 22", "true"},
    };
    expect_all(rows);
}

TEST(Evaluator, ChoosesOneBranch) {
    const Row rows[] = {
        {R"(if 1 == 1 then "ok" else "wrong")", R"("ok")"},
        {R"(if 1 == 2 then User::"foo" else "ok")", R"("ok")"},
        {R"(if 1 then "wrong" else "wrong")", "error: type"},
        {R"(if false then (1 && "hello") else "ok")", R"("ok")"},
        {R"(if true then (1 && "hello") else "ok")", "error: type"},
        {R"(if !true then "hello" else "goodbye")", R"("goodbye")"},
        {R"(if false then true else "foo")", R"("foo")"},
        {"if context.missing then 1 else 2", "error: attribute"},
    };
    expect_all(rows);
}

TEST(Evaluator, CalculatesWithinTheRangeOfLongs) {
    const Row rows[] = {
        {"11 + 0", "11"},
        {"-1 + 1", "0"},
        {"9223372036854775807 + 1", "error: overflow"},
        {R"(7 + "3")", "error: type"},
        {R"("lamp" + "la")", "error: type"},
        {"-3", "-3"},
        {"44 - 31", "13"},
        {"44 -31", "13"},
        {"5 - (-3)", "8"},
        {"5 - -3", "8"},
        {"-9223372036854775807 - 2 + 3", "error: overflow"},
        {R"(7 - "3")", "error: type"},
        {"10 * 20", "200"},
        {"resource.value * 10", "30"},
        {"2 * context.budget > 100", "false"},
        {"9223372036854775807 * 2", "error: overflow"},
        {"5 * (-3)", "-15"},
        {"5 * 0", "0"},
        {R"("5" * 0)", "error: type"},
        {"1 + 2 * 3 - 4", "3"},
        {"10 - 3 - 2", "5"},
        {"-9223372036854775808", "-9223372036854775808"},
        {"-(-9223372036854775808)", "error: overflow"},
        {"--9223372036854775808", "error: overflow"},
        {"-true", "error: type"},
        {"---5", "-5"},
        {"-principal.age", "-21"},
    };
    expect_all(rows);
}

TEST(Evaluator, FindsMembersOfTheHierarchy) {
    const Row rows[] = {
        {R"(principal in User::"bob")", "true"},
        {R"(principal in Group::"janefriends")", "true"},
        {R"(Group::"janefriends" in Group::"all")", "true"},
        {R"(principal in Group::"all")", "true"},
        {R"(Group::"all" in User::"bob")", "false"},
        {R"(1 in Group::"janefriends")", "error: type"},
        {R"(User::"bob" in [Group::"janefriends", Group::"joefriends"])", "true"},
        {R"(User::"bob" in Group::"janefriends" || User::"bob" in 1)", "true"},
        {R"(User::"bob" in [Group::"janefriends", 1])", "error: type"},
        {"principal in context.groups", "true"},
        {"principal in []", "false"},
        {R"(Stranger::"jimmy" in Stranger::"jimmy")", "true"},
        {R"(Stranger::"jimmy" in Group::"jane_friends")", "false"},
        {R"(Stranger::"jimmy" in [Group::"jane_family", Stranger::"jimmy"])", "true"},
        {R"("some" in ["some", "thing"])", "error: type"},
        {R"("os" in {"os":"Windows "})", "error: type"},
        {R"(principal in "bob")", "error: type"},
        {R"(resource in Album::"loop")", "true"},
        {R"(resource in Album::"nowhere")", "false"},
        {R"(Album::"trips" in Album::"loop" && Album::"loop" in Album::"trips")", "true"},
    };
    expect_all(rows);
}

TEST(Evaluator, TestsForAttributes) {
    const Row rows[] = {
        {R"(principal has manager && principal.manager == User::"kirk")", "true"},
        {R"(context has role && context.role.contains("admin"))", "true"},
        {R"(context has "role" && context.role.contains("admin"))", "true"},
        {R"(context has "owner info" && context["owner info"].name == "Alice")", "true"},
        {"context has tag", "false"},
        {"context.role has admin", "error: type"},
        {R"(context.addr has country && context.addr.country == "US ")", "false"},
        {"context.nowhere has country", "error: attribute"},
        {"context has addr.city", "true"},
        {"context has addr.country", "false"},
        {"context has nowhere.country", "false"},
        {"context has addr.city.name", "error: type"},
        {"principal has manager.name", "true"},
        {"principal has manager.name.first", "error: type"},
        {"principal has manager.manager.name", "false"},
        {R"(Stranger::"jimmy" has name)", "false"},
        {R"(resource has owner.manager.name)", "true"},
        {"{a: {b: 1}} has a.b", "true"},
        {"1 has a", "error: type"},
        {"context has when", "true"},
    };
    expect_all(rows);
}

TEST(Evaluator, ReadsAttributes) {
    const Row rows[] = {
        {"principal.manager.name", R"("Kirk")"},
        {R"(principal["manager"]["name"])", R"("Kirk")"},
        {"principal.missing", "error: attribute"},
        {R"(Stranger::"jimmy".name)", "error: entity"},
        {"context.when", R"("keyword")"},
        {"context.missing", "error: attribute"},
        {R"({"key": "some value", id: "another value"}.key)", R"("some value")"},
        {R"({a: {b: {c: "deep"}}}.a["b"].c)", R"("deep")"},
        {"(if true then {a: 1} else {a: 2}).a", "1"},
        {"1 .a", "error: type"},
        {"[1].a", "error: type"},
        {R"("text".a)", "error: type"},
    };
    expect_all(rows);
}

TEST(Evaluator, TestsForTypes) {
    const Row rows[] = {
        {R"(User::"alice" is User)", "true"},
        {"principal is User", "true"},
        {R"(principal is User in Group::"all")", "true"},
        {R"(principal is User in [Group::"x", Group::"all"])", "true"},
        {R"(principal is User in Group::"other")", "false"},
        {R"(ExampleCo::User::"alice" is ExampleCo::User)", "true"},
        {R"(Group::"friends" is User)", "false"},
        {R"(ExampleCo::User::"alice" is User)", "false"},
        {R"("alice" is String)", "error: type"},
        {"principal is Photo in 1", "false"},
        {"principal is User in 1", "error: type"},
        {"principal is Photo in context.missing", "false"},
    };
    expect_all(rows);
}

TEST(Evaluator, WorksOnSets) {
    const Row rows[] = {
        {"[1,2,3].contains(1)", "true"},
        {R"([1,"something",2].contains(1))", "true"},
        {R"([1,"something",2].contains("Something"))", "false"},
        {R"(["some", "useful", "tags"].contains("useful"))", "true"},
        {"[].contains(100)", "false"},
        {R"(context.role.contains("admin"))", "true"},
        {R"([User::"bob"].contains(principal))", "true"},
        {R"("ham and ham".contains("ham"))", "error: type"},
        {"[[1, 2]].contains([2, 1])", "true"},
        {"[1, -22, 34].containsAll([-22, 1])", "true"},
        {"[1, -22, 34].containsAll([-22])", "true"},
        {"[43, 34].containsAll([34, 43])", "true"},
        {"[1, -2, 34].containsAll([1, -22])", "false"},
        {"[1, 34].containsAll([1, 101, 34])", "false"},
        {R"([false, 3, [47, 0], "some"].containsAll([3, "some"]))", "true"},
        {R"([false, 3, [47, 0], {"2": "ham"}].containsAll([3, {"2": "ham"}]))", "true"},
        {"[2, 43].containsAll([])", "true"},
        {"[].containsAll([2, 43])", "false"},
        {R"([false, 3, [47, 0], "thing"].containsAll("thing"))", "error: type"},
        {R"("ham and eggs".containsAll("ham"))", "error: type"},
        {R"({"2": "ham", "3": "eggs "}.containsAll({"2": "ham"}))", "error: type"},
        {"[1, -22, 34].containsAny([1, -22])", "true"},
        {"[1, -22].containsAny([1, -22, 34])", "true"},
        {"[-22].containsAny([1, -22, 34])", "true"},
        {"[1, 101].containsAny([1, -22, 34])", "true"},
        {"[1, 101].containsAny([-22, 34])", "false"},
        {R"(["alice","bob","charlie"].containsAny(["david","bob","juan"]))", "true"},
        {R"([].containsAny(["bob"]))", "false"},
        {R"(["bob"].containsAny([]))", "false"},
        {R"("ham".containsAny("ham and eggs"))", "error: type"},
        {R"({"2": "ham"}.containsAny({"2": "ham", "3": "eggs "}))", "error: type"},
        {"[1].containsAny(1)", "error: type"},
        {"[1, -22, 34].isEmpty()", "false"},
        {"[].isEmpty()", "true"},
        {R"("".isEmpty())", "error: type"},
        {"[1, context.missing]", "error: attribute"},
        {R"([3<5, ["nested", "set"], true])", R"([true, ["nested", "set"]])"},
    };
    expect_all(rows);
}

TEST(Evaluator, MatchesPatternsAgainstStringsOnly) {
    const Row rows[] = {
        {R"(context.addr.city like "D*")", "true"},
        {R"(context.addr.city like "d*")", "false"},
        {R"(context.budget like "4")", "error: type"},
        {R"("a*b" like "a\*b")", "true"},
    };
    expect_all(rows);
}

TEST(Evaluator, NamesThePlaceAndNotTheValueInErrors) {
    const language::SourceText source({"test.cedar", "true && principal.age < \"secret\""});
    const auto expression = language::parse_expression(source);
    const Entities entities = testing::example_entities();
    const Request request = testing::example_request();
    const Outcome outcome = Evaluator(entities, request).evaluate(*expression);
    ASSERT_TRUE(outcome.failed());
    EXPECT_EQ(source.text(outcome.error().where), "principal.age < \"secret\"");
    EXPECT_EQ(outcome.error().message, "'<' needs a value of type long, found string");
}

TEST(Entities, RefusesToDescribeAnEntityTwice) {
    Entities entities;
    entities.add({{"User", "a"}, {{"admin", false}}, {}});
    EXPECT_THROW(entities.add({{"User", "a"}, {{"admin", true}}, {}}), std::invalid_argument);
    EXPECT_EQ(*entities.find({"User", "a"})->attributes.find("admin"), Value(false));
}

TEST(Entities, FollowsALongHierarchyWithoutRecursion) {
    Entities entities;
    constexpr int kGenerations = 100'000;
    for (int index = 0; index < kGenerations; ++index) {
        entities.add({{"G", std::to_string(index)}, {}, {{"G", std::to_string(index + 1)}}});
    }
    EXPECT_TRUE(entities.is_in({"G", "0"}, {"G", std::to_string(kGenerations)}));
    EXPECT_FALSE(entities.is_in({"G", "1"}, {"G", "0"}));
}

}  // namespace
}  // namespace postvern::policy::engine
