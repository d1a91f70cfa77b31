#include "policy/language/json/policies.hpp"

#include <gtest/gtest.h>

#include <string>

#include "policy/language/format/policy_text.hpp"
#include "policy/language/limits.hpp"
#include "policy/language/policy_parser.hpp"

namespace postvern::policy::language::json {
namespace {

// The expression of a condition as JSON and back as text, or the error.
std::string text_of_body(const std::string& body) {
    const std::string policy =
        R"({"effect":"permit","principal":{"op":"All"},"action":{"op":"All"},)"
        R"("resource":{"op":"All"},"conditions":[{"kind":"when","body":)" +
        body + "}]}";
    try {
        const Document document(Source{"test.json", policy});
        const PolicySyntax read = read_policy(document, document.root());
        return to_text(*read.conditions.front().body);
    } catch (const SyntaxError& error) {
        return error.problem();
    }
}

std::string text_of_policy(const std::string& json) {
    try {
        const Document document(Source{"test.json", json});
        return to_text(read_policy(document, document.root()));
    } catch (const SyntaxError& error) {
        return error.what();
    }
}

std::string one_line(const PolicySyntax& policy) {
    Writer writer(Writer::Layout::one_line);
    write_policy(writer, policy);
    return writer.text();
}

const char* const kPolicies[] = {
    "permit (principal, action, resource);",
    "@a(\"b\") @c @if(\"\") forbid (principal == U::\"a\", action == Action::\"b\", resource == "
    "A::B::\"c\") unless { true } when { false };",
    "permit (principal in U::\"a\", action in [Action::\"b\", N::Action::\"c\"], resource is "
    "A::B);",
    "permit (principal is U in G::\"a\", action in Action::\"b\", resource in U::\"x\");",
    "permit (principal, action in [], resource);",
    "permit (principal == ?principal, action, resource in ?resource);",
    "permit (principal is U in ?principal, action, resource == ?resource);",
    "permit (principal, action, resource) when { 1 - 2 - 3 == 1 - (2 - 3) && -5 * -(5) < 2 };",
    "permit (principal, action, resource) when { (a::\"b\" == action && true) && (true || false) "
    "};",
    "permit (principal, action, resource) when { true && false && true || !(!true) || --1 == 1 };",
    "permit (principal, action, resource) when { context.a[\"b c\"][\"if\"] has \"x y\" };",
    "permit (principal, action, resource) when { context has a.b.c || context has \"in\" };",
    "permit (principal, action, resource) when { principal is A::B && principal is U in [U::\"a\"] "
    "};",
    "permit (principal, action, resource) when { context.a like \"*a\\**\\n\" || \"\" like \"\" };",
    "permit (principal, action, resource) when { {\"a b\": [1, \"x\", {c: U::\"a\"}], d: {}} == [] "
    "};",
    "permit (principal, action, resource) when { if true then 1 else if false then 2 else 3 };",
    "permit (principal, action, resource) when { (if true then 1 else 2) + 3 == 4 };",
    "permit (principal, action, resource) when { ip(\"::1\").isInRange(ip(context.a)) };",
    "permit (principal, action, resource) when { datetime(\"2024-01-01\").offset(duration(\"1h\")) "
    "};",
    "permit (principal, action, resource) when { principal.getTag(\"a\").contains(1) };",
    "permit (principal, action, resource) when { principal.hasTag(\"a\") && [].isEmpty() };",
    "permit (principal, action, resource) when { [1].containsAll([]) != [1].containsAny([2]) };",
    "permit (principal, action, resource) when { ((1 == 2) == (3 >= 4)).a has b };",
    "permit (principal, action, resource) when { (-1).a == -1.a && (-(1)).a == ip() };",
    "permit (principal, action, resource) when { principal == "
    "U::\"\\0\\\"\\\\\\n\\u{e9}\\u{1F600}\" };",
};

TEST(PolicyJson, ComesBackFromTextAndFromJsonUnchanged) {
    for (const char* text : kPolicies) {
        const auto parsed = parse_policies(SourceText({"test.cedar", text}));
        ASSERT_EQ(parsed.size(), 1U);
        const std::string json = one_line(parsed.front());
        const Document document(Source{"test.json", json});
        const PolicySyntax read = read_policy(document, document.root());
        EXPECT_EQ(one_line(read), json) << text;
        const std::string written = to_text(read);
        const auto again = parse_policies(SourceText({"test.cedar", written}));
        ASSERT_EQ(again.size(), 1U) << written;
        EXPECT_EQ(one_line(again.front()), json) << text << "\n" << written;
    }
}

TEST(PolicyJson, WritesTheFormatOfTheSpecification) {
    const auto parsed = parse_policies(
        SourceText({"test.cedar",
                    "@a permit (principal is U, action in [Action::\"x\"], resource == R::\"r\") "
                    "when { context.a && context has b.c && \"x\" like \"*y\" };"}));
    EXPECT_EQ(one_line(parsed.front()),
              R"({"effect":"permit","principal":{"op":"is","entity_type":"U"},)"
              R"("action":{"op":"in","entity":{"type":"Action","id":"x"}},)"
              R"("resource":{"op":"==","entity":{"type":"R","id":"r"}},)"
              R"("conditions":[{"kind":"when","body":{"&&":{"left":{"&&":{"left":)"
              R"({".":{"left":{"Var":"context"},"attr":"a"}},"right":)"
              R"({"has":{"left":{"Var":"context"},"attr":["b","c"]}}}},"right":)"
              R"({"like":{"left":{"Value":"x"},"pattern":["Wildcard",{"Literal":"y"}]}}}}}],)"
              R"("annotations":{"a":null}})");
}

TEST(PolicyJson, ReadsExpressions) {
    const struct {
        const char* json;
        const char* text;
    } rows[] = {
        {R"({"Value":[1,{"a":{"__entity":{"type":"U","id":"x"}}}]})", "[1, {a: U::\"x\"}]"},
        {R"({"Value":{"__extn":{"fn":"ip","arg":"::1"}}})", "ip(\"::1\")"},
        {R"({"Value":{"__extn":{"fn":"offset","args":["a","b"]}}})", "\"a\".offset(\"b\")"},
        {R"({"neg":{"arg":{"Value":-1}}})", "-(-1)"},
        {R"({"!":{"arg":{"!":{"arg":{"Value":true}}}}})", "!(!true)"},
        {R"({"has":{"left":{"Var":"context"},"attr":["a"]}})", "context has a"},
        {R"({"has":{"left":{"Var":"context"},"attr":"if"}})", "context has \"if\""},
        {R"({"like":{"left":{"Value":"a"},"pattern":[{"Literal":"a*"},{"Literal":"b"},"Wildcard"]}})",
         "\"a\" like \"a\\*b*\""},
        {R"({"like":{"left":{"Value":"a"},"pattern":[]}})", "\"a\" like \"\""},
        {R"({"&&":{"left":{"Value":true},"right":{"&&":{"left":{"Value":true},"right":{"Value":false}}}}})",
         "true && (true && false)"},
        {R"({"Record":{"b":{"Value":1},"a":{"Value":2}}})", "{a: 2, b: 1}"},
        {R"({"isInRange":[{"Value":1},{"Value":2},{"Value":3}]})", "1.isInRange(2, 3)"},
        {R"({"Var":"principals"})",
         "expected principal, action, resource or context, found \"principals\""},
        {R"({"Value":null})", "expected a value, found null"},
        {R"({"Value":1.5})", "expected a whole number of 64 bits, found another"},
        {R"({"Value":{"__expr":"1"}})",
         "expected an attribute, found the escape \"__expr\", which Cedar has no longer"},
        {R"({"Value":{"__entity":{"type":"U U","id":"x"}}})",
         "expected an entity type, found \"U U\""},
        {R"({"Slot":"?principal"})",
         "expected an operator or an extension function, found \"Slot\""},
        {R"({"foo":[]})", "expected an operator or an extension function, found \"foo\""},
        {R"({"isIpv4":[]})", "expected a receiver of the method isIpv4, found no arguments"},
        {R"({})", "expected one member in the object of an expression, found 0"},
        {R"({"!":{"arg":{"Value":true}},"neg":{"arg":{"Value":1}}})",
         "expected one member in the object of an expression, found 2"},
        {R"({"==":{"left":{"Value":1}}})",
         "expected a member \"right\" in this object, found none"},
        {R"({"==":{"left":{"Value":1},"right":{"Value":1},"x":1}})",
         "expected \"left\", \"right\", found \"x\""},
        {R"({"contains":[{"Set":[]},{"Value":1}]})",
         "expected the operands, an object, found an array"},
        {R"({"has":{"left":{"Var":"context"},"attr":[]}})", "expected a name at least, found none"},
        {R"({"has":{"left":{"Var":"context"},"attr":["a b","c"]}})",
         "expected an identifier among several names, found \"a b\""},
        {R"({"like":{"left":{"Value":"a"},"pattern":["wildcard"]}})",
         "expected \"Wildcard\" or {\"Literal\": text}, found a string"},
        {R"({"is":{"left":{"Var":"principal"},"entity_type":"U::__cedar"}})",
         "expected an entity type, found \"U::__cedar\""},
    };
    for (const auto& row : rows) EXPECT_EQ(text_of_body(row.json), row.text) << row.json;
}

TEST(PolicyJson, RefusesWhatIsNoPolicy) {
    const struct {
        const char* json;
        const char* problem;
    } rows[] = {
        {"[]", "test.json:1:1: expected a policy, an object, found an array"},
        {R"({"effect":"Permit"})", "found \"Permit\""},
        {R"({"effect":"permit","principal":{"op":"All"},"action":{"op":"All"},"conditions":[]})",
         "expected a member \"resource\""},
        {R"({"effect":"permit","x":1})", "found \"x\""},
        {R"({"effect":"permit","principal":{"op":"=="}})", "expected a member \"entity\""},
        {R"({"effect":"permit","principal":{"op":"==","slot":"?resource"}})",
         "expected the slot ?principal"},
        {R"({"effect":"permit","principal":{"op":"is","entity_type":"if"}})",
         "expected an entity type"},
        {R"({"effect":"permit","principal":{"op":"<"}})", "found \"<\""},
        {R"({"effect":"permit","principal":{"op":"All"},"action":{"op":"==","entity":{"type":"U","id":"x"}}})",
         "expected an entity of type Action"},
        {R"({"effect":"permit","principal":{"op":"All"},"action":{"op":"is","entity_type":"U"}})",
         "found \"is\""},
        {R"({"effect":"permit","principal":{"op":"All"},"action":{"op":"All"},"resource":{"op":"All"},"conditions":[],"annotations":{"a b":""}})",
         "expected the name of an annotation"},
        {R"({"effect":"permit","principal":{"op":"All"},"action":{"op":"All"},"resource":{"op":"All"},"conditions":[{"kind":"if"}]})",
         "expected \"when\" or \"unless\""},
    };
    for (const auto& row : rows) {
        const std::string message = text_of_policy(row.json);
        EXPECT_NE(message.find(row.problem), std::string::npos) << row.json << "\n" << message;
    }
}

TEST(PolicyJson, BoundsNesting) {
    std::string body = R"({"Value":true})";
    for (std::size_t depth = 0; depth < kMaxNesting + 1; ++depth) {
        body = "{\"!\":{\"arg\":" + body + "}}";
    }
    EXPECT_NE(text_of_body(body).find("levels of nesting"), std::string::npos);
}

TEST(PolicyJson, KeepsLongChainsOfLogicOneNode) {
    std::string text = "true";
    for (int index = 0; index < 400; ++index) text += " && true";
    const auto parsed = parse_policies(
        SourceText({"test.cedar", "permit (principal, action, resource) when { " + text + " };"}));
    EXPECT_EQ(to_text(*parsed.front().conditions.front().body), text);
    EXPECT_NE(text_of_policy(one_line(parsed.front())).find(text), std::string::npos);
}

std::string set_as_json(const std::string& json) {
    try {
        const Document document(Source{"test.json", json});
        return to_json(read_policy_set(document, document.root()));
    } catch (const SyntaxError& error) {
        return error.problem();
    }
}

TEST(PolicySetJson, ReadsPoliciesTemplatesAndLinks) {
    const std::string json = R"({
  "staticPolicies": {"a": "permit (principal, action, resource);"},
  "templates": {"t": "forbid (principal == ?principal, action, resource);"},
  "templateLinks": [{"templateId": "t", "newId": "n", "values": {"?principal": {"type": "U", "id": "x"}}}]
})";
    const Document document(Source{"test.json", json});
    const PolicySet set = read_policy_set(document, document.root());
    ASSERT_NE(set.find_policy("a"), nullptr);
    ASSERT_NE(set.find_template("t"), nullptr);
    ASSERT_NE(set.find_policy("n"), nullptr);
    EXPECT_EQ(to_text(set.find_policy("n")->syntax),
              "forbid (principal == U::\"x\", action, resource);\n");
    EXPECT_EQ(set_as_json(to_json(set)), to_json(set));
}

TEST(PolicySetJson, TakesStaticPoliciesInEveryShape) {
    const auto ids = [](const std::string& policies) {
        const Document document(Source{"test.json", "{\"staticPolicies\":" + policies + "}"});
        const PolicySet set = read_policy_set(document, document.root());
        std::string joined;
        for (const PolicyEntry& entry : set.policies()) joined += entry.id + " ";
        return joined;
    };
    const std::string one = "permit (principal, action, resource);";
    const std::string json = R"({"effect":"permit","principal":{"op":"All"},"action":{"op":"All"},)"
                             R"("resource":{"op":"All"},"conditions":[]})";
    EXPECT_EQ(ids("\"" + one + one + "\""), "policy0 policy1 ");
    EXPECT_EQ(ids("[\"" + one + "\"," + json + "]"), "policy0 policy1 ");
    EXPECT_EQ(ids("{\"x\":\"" + one + "\",\"y\":" + json + "}"), "x y ");
    EXPECT_EQ(ids("{}"), "");
}

TEST(PolicySetJson, RefusesSetsThatContradictThemselves) {
    const std::string policy = "\"permit (principal, action, resource);\"";
    const std::string slotted = "\"permit (principal == ?principal, action, resource);\"";
    const std::string templates = "\"templates\":{\"t\":" + slotted + "}";
    const auto link = [](const std::string& origin, const std::string& id,
                         const std::string& values) {
        return R"("templateLinks":[{"templateId":")" + origin + R"(","newId":")" + id +
               R"(","values":)" + values + "}]";
    };
    const std::string value = R"({"?principal":{"type":"U","id":"x"}})";
    const std::string jsons[] = {
        "{\"policies\":{}}",
        "{\"staticPolicies\":{\"a\":" + slotted + "}}",
        "{\"staticPolicies\":" + slotted + "}",
        "{\"templates\":{\"t\":" + policy + "}}",
        "{\"staticPolicies\":{\"a\":\"permit(principal,action,resource);permit(principal,action,"
        "resource);\"}}",
        "{\"staticPolicies\":{\"t\":" + policy + "}," + templates + "}",
        "{" + templates + "," + link("t", "t", value) + "}",
        "{" + templates + "," + link("u", "n", value) + "}",
        "{" + templates + "," + link("t", "n", "{}") + "}",
        "{" + templates + "," + link("t", "n", R"({"?resource":{"type":"U","id":"x"}})") + "}",
        "{" + templates + "," + link("t", "n", R"({"?action":{"type":"U","id":"x"}})") + "}",
    };
    for (const std::string& json : jsons) {
        EXPECT_EQ(set_as_json(json).find("expected"), 0U) << json << "\n" << set_as_json(json);
    }
}

}  // namespace
}  // namespace postvern::policy::language::json
