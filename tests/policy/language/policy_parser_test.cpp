#include "policy/language/policy_parser.hpp"

#include <gtest/gtest.h>

#include <string>
#include <variant>

#include "policy/language/format/policy_text.hpp"

namespace postvern::policy::language {
namespace {

std::vector<PolicySyntax> parse(const std::string& text) {
    return parse_policies(SourceText({"test.cedar", text}));
}

TEST(PolicyParser, ReadsEffectAnnotationsAndConditions) {
    const auto policies = parse(R"(
        // a rule
        @id("one") @isp("35") @shadow @if("reserved words may name annotations")
        permit (principal, action, resource)
        when { true } unless { false } when { 1 == 1 };
        forbid(principal,action,resource);)");
    ASSERT_EQ(policies.size(), 2U);
    const PolicySyntax& first = policies[0];
    EXPECT_EQ(first.effect, Effect::permit);
    ASSERT_EQ(first.annotations.size(), 4U);
    EXPECT_EQ(first.annotations[0].name, "id");
    EXPECT_EQ(first.annotations[0].value, "one");
    EXPECT_EQ(first.annotations[2].name, "shadow");
    EXPECT_EQ(first.annotations[2].value, std::nullopt);
    ASSERT_EQ(first.conditions.size(), 3U);
    EXPECT_EQ(first.conditions[0].kind, ConditionKind::when);
    EXPECT_EQ(first.conditions[1].kind, ConditionKind::unless);
    EXPECT_EQ(policies[1].effect, Effect::forbid);
    EXPECT_TRUE(std::holds_alternative<AnyEntity>(policies[1].principal.demand));
}

TEST(PolicyParser, ReadsScopes) {
    const auto policies = parse(R"(
        permit (principal == User::"a", action == Action::"r", resource == A::B::"c");
        permit (principal in Group::"g", action in Action::"all", resource in Album::"x");
        permit (principal is User, action in [Action::"r", N::Action::"w"], resource is A::Photo);
        permit (principal is User in Group::"g", action, resource is Photo in Album::"x");)");
    ASSERT_EQ(policies.size(), 4U);
    EXPECT_EQ(std::get<EqualTo>(policies[0].resource.demand).uid, (EntityUid{"A::B", "c"}));
    EXPECT_EQ(std::get<InHierarchy>(policies[1].action.demand).ancestors.size(), 1U);
    EXPECT_EQ(std::get<InHierarchy>(policies[2].action.demand).ancestors[1],
              (EntityUid{"N::Action", "w"}));
    EXPECT_EQ(std::get<OfType>(policies[2].resource.demand).type, "A::Photo");
    EXPECT_EQ(std::get<OfType>(policies[3].principal.demand).ancestor, (EntityUid{"Group", "g"}));
}

TEST(PolicyParser, ReadsTemplates) {
    const auto policies = parse(R"(
        permit (principal == ?principal, action, resource in ?resource);
        permit (principal is User in (?principal), action in [], resource,);
        permit (principal == ((User::"a")), action in ([(Action::"a"),]), resource == User::"b");)");
    ASSERT_EQ(policies.size(), 3U);
    EXPECT_TRUE(policies[0].is_template());
    EXPECT_TRUE(std::holds_alternative<EqualToSlot>(policies[0].principal.demand));
    EXPECT_TRUE(std::holds_alternative<InSlot>(policies[0].resource.demand));
    EXPECT_EQ(std::get<OfTypeInSlot>(policies[1].principal.demand).type, "User");
    EXPECT_TRUE(std::get<InHierarchy>(policies[1].action.demand).ancestors.empty());
    EXPECT_FALSE(policies[1].resource.has_slot());
    EXPECT_FALSE(policies[2].is_template());
}

TEST(ExpressionParser, TakesAMinusForPartOfANumberUnlessAnAccessFollows) {
    const auto parsed = [](const char* text) {
        return to_text(*parse_expression(SourceText({"test.cedar", text})));
    };
    EXPECT_EQ(parsed("-5"), "-5");
    EXPECT_EQ(parsed("--5"), "-(-5)");
    EXPECT_EQ(parsed("-(5)"), "-(5)");
    EXPECT_EQ(parsed("-5.a"), "-5.a");
    EXPECT_EQ(parsed("(-5).a"), "(-5).a");
    EXPECT_EQ(parsed("-5.a"), parsed("-(5.a)"));
}

TEST(PolicyParser, RemembersWhereThingsStand) {
    const std::string text =
        "permit (principal is User , action, resource)\nwhen { (a::\"b\" == action) && true };";
    const SourceText source({"test.cedar", text});
    const auto policies = parse_policies(source);
    EXPECT_EQ(source.text(policies[0].principal.span), "principal is User");
    EXPECT_EQ(source.text(policies[0].conditions[0].span), "when { (a::\"b\" == action) && true }");
    const auto& both = std::get<Conjunction>(policies[0].conditions[0].body->node);
    EXPECT_EQ(source.text(both.operands[0]->span), "(a::\"b\" == action)");
    EXPECT_EQ(source.text(policies[0].conditions[0].body->span), "(a::\"b\" == action) && true");
    EXPECT_EQ(source.text(policies[0].span), text);
}

TEST(PolicyParser, ReadsAFileOfCommentsAsNoPolicies) {
    EXPECT_TRUE(parse("").empty());
    EXPECT_TRUE(parse("// nothing here\n\n").empty());
}

TEST(ExpressionParser, AcceptsTheGrammar) {
    for (const char* text : {
             "principal", "(principal)", "true", "\"text\"", "-9223372036854775808", "007",
             "9223372036854775807", "!!!!true", "----5", "!(-5)", "- 5", "-(5)", "1 - -1", "-1.a",
             "[]", "[1, \"a\", [true]]", "{}", "{a: 1, \"b c\": {d: []}}",
             "User::\"alice\"", "A :: B :: \"c\"", "principal::\"odd but a path\"",
             "principal.when.permit", "context[\"a b\"].c[\"d\"]", "context has a",
             "context has a.b.c", "context has \"a b\"", "principal is A::B",
             "principal is User in Group::\"g\"", "principal is User in [Group::\"g\"]",
             "principal in [User::\"a\"]", "context.name like \"*a\\**\"",
             "[1].contains(1)", "[1].containsAll([1])", "[1].containsAny([1])", "[].isEmpty()",
             "if true then 1 else 2", "if if true then true else false then 1 else if true then 2 else 3",
             "(if true then 1 else 2) + 3", "1 + 2 - 3 * 4 < 5", "1 < 2 && 3 > 2 || !false",
             "(1 == 1) == true", "true && (principal has a || resource has b)",
             "[1, 2,]", "{a: 1,}", "[1].contains(1,)", "ip(\"127.0.0.1\")", "decimal(\"1.0\")",
             "datetime(context.a,)", "duration(\"1h\").toDays()", "context.x.isIpv4()", "ip()",
             "decimal(\"1.0\", 2).lessThan()", "principal.hasTag(\"a\")", "principal.getTag(\"a\").b",
             "principal.contains", "context.offset.decimal", "principal\xC2\xA0== // c\r action",
             "principal has principal.action", "{principal: 1}.principal",
         }) {
        EXPECT_NO_THROW(parse_expression(SourceText({"test.cedar", text}))) << text;
    }
}

struct Refusal {
    std::string text;
    Position position;
    std::string problem;
};

void expect_refusal(const Refusal& row, const std::string& message) {
    EXPECT_NE(message.find(row.problem), std::string::npos) << row.text << "\n" << message;
    EXPECT_EQ(message.find('\n'), std::string::npos) << message;
}

TEST(ExpressionParser, RefusesWhatIsNotInTheGrammarAndSaysWhere) {
    const Refusal rows[] = {
        {"", {1, 1}, "expected an expression, found the end of the file"},
        {"1 +", {1, 4}, "expected an expression"},
        {"1 == 2 == 3", {1, 8}, "expected the end of the comparison"},
        {"1 < 2 in 3", {1, 7}, "expected the end of the comparison"},
        {"a is b is c", {1, 1}, "expected principal, action, resource, context"},
        {"!!!!!true", {1, 5}, "expected at most four '!' or '-' in a row"},
        {"-----1", {1, 5}, "expected at most four '!' or '-' in a row"},
        {"!-1", {1, 2}, "expected an expression, found '-'"},
        {"-!true", {1, 2}, "expected an expression, found '!'"},
        {"-9223372036854775808.a", {1, 2}, "expected an integer from"},
        {"9223372036854775808", {1, 1}, "expected an integer from"},
        {"-9223372036854775809", {1, 2}, "expected an integer from"},
        {"99999999999999999999999", {1, 1}, "expected an integer from"},
        {"-(9223372036854775808)", {1, 3}, "expected an integer from"},
        {"12ab", {1, 3}, "expected the end of the expression, found 'ab'"},
        {"foo", {1, 1}, "found 'foo'"},
        {"if", {1, 3}, "expected an expression"},
        {"if true", {1, 8}, "expected 'then'"},
        {"if true then 1", {1, 15}, "expected 'else'"},
        {"true && if true then true else true", {1, 9}, "expected an expression, found 'if'"},
        {"(1", {1, 3}, "expected ')'"},
        {"[,]", {1, 2}, "expected an expression, found ','"},
        {"[1,,]", {1, 4}, "expected an expression, found ','"},
        {"[1 2]", {1, 4}, "expected ',' or ']', found '2'"},
        {"{,}", {1, 2}, "expected an attribute name, found ','"},
        {"{a 1}", {1, 4}, "expected ':'"},
        {"{1: 1}", {1, 2}, "expected an attribute name"},
        {"{if: 1}", {1, 2}, "found the reserved word 'if'"},
        {"{a: 1, \"a\": 2}", {1, 1}, "found \"a\" twice"},
        {"context.", {1, 9}, "expected an attribute name"},
        {"context.in", {1, 9}, "found the reserved word 'in'"},
        {"context[name]", {1, 9}, "expected an attribute name in quotes"},
        {"context[\"a\"", {1, 12}, "expected ']'"},
        {"context has 1", {1, 13}, "expected an attribute name"},
        {"context has true", {1, 13}, "found the reserved word 'true'"},
        {"context has \"a\".b", {1, 16}, "expected the end of the expression"},
        {"context has a.\"b\"", {1, 15}, "expected an attribute name"},
        {"context like a", {1, 14}, "expected a string"},
        {"context is \"User\"", {1, 12}, "expected a type name"},
        {"context is User::\"a\"", {1, 12}, "expected a type name, found an entity"},
        {"__cedar::\"a\"", {1, 1}, "expected an expression, found '__cedar'"},
        {"A::__cedar::\"a\"", {1, 4}, "found the reserved word '__cedar'"},
        {"User::7", {1, 7}, "expected a type name or an entity id in quotes"},
        {"?principal", {1, 1}, "found a template slot"},
        {"principal(1)", {1, 1}, "functions ip, decimal, datetime, duration, found 'principal'"},
        {"isIpv4(context.a)", {1, 1}, "found 'isIpv4'"},
        {"contains([], 1)", {1, 1}, "found 'contains'"},
        {"N::ip(\"::1\")", {1, 1}, "found 'N::ip'"},
        {"\"::1\".ip()", {1, 7}, "expected a method, found 'ip'"},
        {"ip.a", {1, 1}, "found 'ip'"},
        {"context.f()", {1, 9}, "expected a method, found 'f'"},
        {"context[\"a\",]", {1, 12}, "expected ']'"},
        {"[1].contains()", {1, 5}, "expected one argument of 'contains', found 0"},
        {"[1].contains(1, 2)", {1, 5}, "expected one argument of 'contains', found 2"},
        {"[1].isEmpty(1)", {1, 5}, "expected no arguments of 'isEmpty', found 1"},
        {"ip(\"::1\"", {1, 9}, "expected ',' or ')'"},
        {"1 / 2", {1, 3}, "U+002F"},
        {"\"a\\q\"", {1, 3}, "unknown escape"},
    };
    for (const Refusal& row : rows) {
        try {
            parse_expression(SourceText({"test.cedar", row.text}));
            ADD_FAILURE() << "accepted: " << row.text;
        } catch (const SyntaxError& error) {
            EXPECT_EQ(error.position(), row.position) << row.text << "\n" << error.what();
            expect_refusal(row, error.what());
        }
    }
}

TEST(PolicyParser, RefusesWhatIsNotInTheGrammarAndSaysWhere) {
    const Refusal rows[] = {
        {"allow (principal, action, resource);", {1, 1}, "expected 'permit' or 'forbid', found 'allow'"},
        {"permit", {1, 7}, "expected '(', found the end of the file"},
        {"permit ();", {1, 9}, "expected 'principal', found ')'"},
        {"permit (action, principal, resource);", {1, 9}, "expected 'principal'"},
        {"permit (principal action, resource);", {1, 19}, "expected '==', 'in', 'is' or ','"},
        {"permit (principal, action, resource,,);", {1, 37}, "expected ')', found ','"},
        {"permit (principal, action, resource)", {1, 37}, "expected 'when', 'unless' or ';'"},
        {"permit (principal, action, resource) {true};", {1, 38}, "expected 'when', 'unless' or ';'"},
        {"permit (principal, action, resource)\nwhen true;", {2, 6}, "expected '{'"},
        {"permit (principal, action, resource)\nwhen {};", {2, 7}, "expected an expression, found '}'"},
        {"permit (principal, action, resource) when { true;", {1, 49}, "expected an operator or '}'"},
        {"permit (principal == ?resource, action, resource);", {1, 22}, "expected the slot '?principal'"},
        {"permit (principal == ? principal, action, resource);", {1, 22}, "without space in it"},
        {"permit (principal is ?principal, action, resource);", {1, 22}, "expected a type name"},
        {"permit (principal, action in ?action, resource);", {1, 30}, "found a template slot"},
        {"permit (principal == (User::\"a\", action, resource);", {1, 32}, "expected ')'"},
        {"permit (principal in [?principal], action, resource);", {1, 22}, "expected an entity"},
        {"permit (principal != User::\"a\", action, resource);", {1, 19}, "expected '==', 'in', 'is' or ','"},
        {"permit (principal in [User::\"a\"], action, resource);", {1, 22}, "expected an entity"},
        {"permit (principal == User, action, resource);", {1, 26}, "expected '::' and an entity id"},
        {"permit (principal is User == User::\"a\", action, resource);", {1, 27}, "expected ','"},
        {"permit (principal, action is Action, resource);", {1, 27}, "expected '==', 'in' or ','"},
        {"permit (principal, action in [,], resource);", {1, 31}, "expected an entity"},
        {"permit (principal, action == Act::\"a\", resource);", {1, 30}, "expected an entity of type Action"},
        {"@id(\"a\") @id(\"b\")\npermit (principal, action, resource);", {1, 10}, "found '@id' again"},
        {"@id(a) permit (principal, action, resource);", {1, 5}, "expected a string"},
        {"@id() permit (principal, action, resource);", {1, 5}, "expected a string"},
        {"@ permit (principal, action, resource);", {1, 11}, "expected a string"},
        {"@\"id\" permit (principal, action, resource);", {1, 2}, "expected the name of an annotation"},
        {"permit (principal, action, resource); @id(\"x\")", {1, 47}, "expected 'permit' or 'forbid'"},
        {"permit (principal, action, resource); ;", {1, 39}, "expected 'permit' or 'forbid', found ';'"},
    };
    for (const Refusal& row : rows) {
        try {
            parse(row.text);
            ADD_FAILURE() << "accepted: " << row.text;
        } catch (const SyntaxError& error) {
            EXPECT_EQ(error.position(), row.position) << row.text << "\n" << error.what();
            expect_refusal(row, error.what());
        }
    }
}

}  // namespace
}  // namespace postvern::policy::language
