#include "policy/rules_text.hpp"

#include <gtest/gtest.h>

namespace postvern::policy {
namespace {

TEST(TranslateSchema, ThereAndBackKeepsEverything) {
    const std::string rows[] = {
        "entity A, B in [A] { \"a b\"?: Long, c: Set<A> } tags String;",
        "namespace N::M { @doc(\"x\") entity E enum [\"a\", \"\\\"\"]; type T = { e: E, d?: "
        "decimal }; }",
        "@id action all; entity U; action \"do it\" in [all] appliesTo { principal: U, resource: "
        "[U],"
        " context: { x: { y?: ipaddr } } };",
        "type C = { @x \"if\": Bool }; entity U { c: C }; action a appliesTo { principal: U, "
        "resource: U, context: C };",
        "namespace N { entity Long; entity U = { n: __cedar::Long, e: Long }; }",
    };
    const auto translated = [](const std::string& text) {
        return translate_schema({"schema", text});
    };
    for (const std::string& row : rows) {
        const std::string json = translated(row);
        EXPECT_EQ(translated(translated(json)), json) << row;
    }
}

TEST(TranslatePolicies, ThereAndBackKeepsEverything) {
    const std::string rows[] = {
        "@id(\"a\") @note permit (principal == U::\"a\", action in [Action::\"b\"], resource is R "
        "in U::\"c\")\n"
        "when { context has a.b && context.a.b like \"x*\\*\" } unless { -1 * 2 == [3].isEmpty() "
        "};",
        "forbid (principal in ?principal, action, resource == ?resource);",
        "permit (principal, action, resource) when { ip(\"::1\").isInRange(ip(\"::/8\")) ||\n"
        "(if true then {\"a b\": 1}[\"a b\"] == 1 else principal.getTag(\"x\") == \"y\") };",
    };
    const auto translated = [](const std::string& text) {
        return translate_policies({"policies", text});
    };
    for (const std::string& row : rows) {
        const std::string json = translated(row);
        EXPECT_EQ(translated(translated(json)), json) << row;
    }
}

}  // namespace
}  // namespace postvern::policy
