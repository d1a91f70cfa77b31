#include "policy/language/format/formatter.hpp"

#include <gtest/gtest.h>

#include <string>

namespace postvern::policy::language {
namespace {

std::string format(const std::string& text) {
    return format_policies(SourceText({"test.cedar", text}));
}

void expect_layout(const std::string& text, const std::string& layout) {
    EXPECT_EQ(format(text), layout) << text;
    EXPECT_EQ(format(layout), layout) << "is not stable";
}

TEST(Formatter, LaysOutPolicies) {
    expect_layout("", "");
    expect_layout("permit(principal,action,resource);permit(principal,action,resource,);",
                  "permit (principal, action, resource);\n\n"
                  "permit (principal, action, resource,);\n");
    expect_layout(
        "@id (\"a\")@b permit(principal==U::\"a\",action in[Action::\"x\"],resource)"
        "when{true}unless{false};",
        "@id(\"a\")\n@b\n"
        "permit (principal == U::\"a\", action in [Action::\"x\"], resource)\n"
        "when { true }\n"
        "unless { false };\n");
}

TEST(Formatter, SpacesExpressions) {
    const struct {
        const char* loose;
        const char* tight;
    } rows[] = {
        {"1+2*-3-4==- 5", "1 + 2 * -3 - 4 == -5"},
        {"!( true )||! true&&false", "!(true) || !true && false"},
        {"1- -1 == - - 1", "1 - -1 == --1"},
        {"context . a [ \"b\" ] . contains ( 1 )", "context.a[\"b\"].contains(1)"},
        {"A :: B :: \"c\" in [ A::\"x\" ,A::\"y\" ]", "A::B::\"c\" in [A::\"x\", A::\"y\"]"},
        {"{a:1,\"b\" :{ },}=={ }", "{a: 1, \"b\": {},} == {}"},
        {"if 1==1 then[1]else - 1", "if 1 == 1 then [1] else -1"},
        {"ip ( \"::1\" ) . isInRange ( ip ( context . a ) )",
         "ip(\"::1\").isInRange(ip(context.a))"},
        {"principal is A :: B in C::\"d\"", "principal is A::B in C::\"d\""},
        {"context has a . b . c&&context has \"x\"", "context has a.b.c && context has \"x\""},
        {"\"a\" like\"*\"", "\"a\" like \"*\""},
        {"(1) in (2)", "(1) in (2)"},
        {"[1][ \"a\" ]==[2]", "[1][\"a\"] == [2]"},
        {"[[1],[ ]]==[ - 1 ]", "[[1], []] == [-1]"},
    };
    for (const auto& row : rows) {
        expect_layout(
            "permit(principal,action,resource)when{" + std::string(row.loose) + "};",
            "permit (principal, action, resource)\nwhen { " + std::string(row.tight) + " };\n");
    }
}

TEST(Formatter, BreaksWhatDoesNotFit) {
    expect_layout(
        "permit (principal in Group::\"a group with a long name\", action in [Action::\"list\", "
        "Action::\"read\"], resource is Mailbox) when { context.first == \"aaaaaaaaaaaaaaaaaaa\" "
        "&& "
        "(context.second == \"bbbbbbbbbbbbbbbb\" || context.third) };",
        "permit (\n"
        "    principal in Group::\"a group with a long name\",\n"
        "    action in [Action::\"list\", Action::\"read\"],\n"
        "    resource is Mailbox\n"
        ")\n"
        "when {\n"
        "    context.first == \"aaaaaaaaaaaaaaaaaaa\" &&\n"
        "    (context.second == \"bbbbbbbbbbbbbbbb\" || context.third)\n"
        "};\n");
}

TEST(Formatter, KeepsEveryComment) {
    expect_layout(
        "// head\n\n\n// of\n@id(\"a\") // one\npermit // two\n( // three\nprincipal, // four\n"
        "action, resource // five\n) // six\nwhen { // seven\n true && // eight\n // nine\n false\n"
        "// ten\n} // eleven\n; // twelve\n// thirteen\n\n// end",
        "// head\n"
        "\n"
        "// of\n"
        "@id(\"a\")  // one\n"
        "permit  // two\n"
        "(  // three\n"
        "    principal,  // four\n"
        "    action,\n"
        "    resource  // five\n"
        ")  // six\n"
        "when {  // seven\n"
        "    true &&  // eight\n"
        "    // nine\n"
        "    false\n"
        "// ten\n"
        "}  // eleven\n"
        ";  // twelve\n"
        "\n"
        "// thirteen\n"
        "\n"
        "// end\n");
}

TEST(Formatter, ReadsEveryKindOfLineBreak) {
    expect_layout("// a\r\npermit(principal,action,resource);\r\n// b\r\n",
                  "// a\npermit (principal, action, resource);\n\n// b\n");
}

TEST(Formatter, LeavesTextsThatAreNotCedarAlone) {
    EXPECT_THROW(format("permit (principal, action, resource)"), SyntaxError);
    EXPECT_THROW(format("permit (principal == ? principal, action, resource);"), SyntaxError);
}

}  // namespace
}  // namespace postvern::policy::language
