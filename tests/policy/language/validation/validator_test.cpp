// Strict validation of policies. The verdicts are those of Cedar's own validator
// (npm @cedar-policy/cedar-wasm 4.13.0).
#include "tests/policy/language/validation/validation.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace postvern::policy::language::validation {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

struct Row {
    const char* text;
    const char* verdict;  // "ok", or the kind of the first error
};

const Row kConditions[] = {
    // Types of operands
    {"principal.age > 17", "ok"},
    {"principal.age > \"17\"", "unexpected_type"},
    {"resource.since < resource.since", "ok"},
    {"principal.ip < principal.ip", "unexpected_type"},
    {"principal.age + 1 == 2", "ok"},
    {"\"a\" + 1 == 2", "unexpected_type"},
    {"-principal.age == 1", "ok"},
    {"-principal == 1", "unexpected_type"},
    {"!principal.age", "unexpected_type"},
    {"principal.age && true", "unexpected_type"},
    {"principal.age", "unexpected_type"},
    {"if principal.age then true else false", "unexpected_type"},
    {"principal.age like \"1*\"", "unexpected_type"},
    {"principal.groups.isEmpty()", "ok"},
    {"principal.age.isEmpty()", "unexpected_type"},
    {"principal.groups.contains(Group::\"g\")", "ok"},
    {"principal.groups.contains(1)", "incompatible_types"},
    {"principal.groups.containsAll([Group::\"g\"])", "ok"},
    {"principal.groups.containsAny([User::\"u\"])", "incompatible_types"},
    {"principal.groups.containsAny(Group::\"g\")", "unexpected_type"},
    {"principal.age.contains(1)", "unexpected_type"},
    // Equality
    {"principal.age == 1", "ok"},
    {"principal.age == true", "incompatible_types"},
    {"principal == resource", "ok"},
    {"principal != Folder::\"f\"", "ok"},
    {"1 == \"a\"", "ok"},
    {"principal.place == {room: 1, floor: 2}", "incompatible_types"},
    {"principal.place == context.where", "ok"},
    // Sets and branches
    {"[1, 2].contains(1)", "ok"},
    {"[1, true].contains(1)", "incompatible_types"},
    {"[].contains(1)", "empty_set"},
    {"[principal, User::\"a\"].contains(principal)", "ok"},
    {"[principal, resource].contains(principal)", "incompatible_types"},
    {"(if principal.age > 1 then 1 else 2) == 1", "ok"},
    {"(if principal.age > 1 then 1 else true) == 1", "incompatible_types"},
    {"(if principal.age > 1 then principal else resource) == principal", "incompatible_types"},
    {"(if principal.age > 1 then true else false)", "ok"},
    // Attributes
    {"principal.shoe == 1", "unknown_attribute"},
    {"principal.nick == \"a\"", "unsafe_attribute"},
    {"principal has nick && principal.nick == \"a\"", "ok"},
    {"principal has nick || principal.nick == \"a\"", "unsafe_attribute"},
    {"principal.nick == \"a\" && principal has nick", "unsafe_attribute"},
    {"!(principal has nick) || principal.nick == \"a\"", "unsafe_attribute"},
    {"if principal has nick then principal.nick == \"a\" else false", "ok"},
    {"if principal has nick then true else principal.nick == \"a\"", "unsafe_attribute"},
    {"(principal has nick || principal has nick) && principal.nick == \"a\"", "ok"},
    {"principal.friend has nick && principal.nick == \"a\"", "unsafe_attribute"},
    {"principal.friend has nick && principal.friend.nick == \"a\"", "ok"},
    {"principal.friend has nick && principal[\"friend\"].nick == \"a\"", "ok"},
    {"principal has friend.friend.nick && principal.friend.friend.nick == \"a\"", "ok"},
    {"context has where.floor && context.where.floor == 1", "ok"},
    {"context has hour.minute", "unexpected_type"},
    {"context.where has floor && context.where.floor == 1", "ok"},
    {"principal has shoe && 1 + \"a\" == 2", "ok"},
    {"principal.age has nick", "unexpected_type"},
    {"action has nick && 1 + \"a\" == 2", "ok"},
    {"action.nick == 1", "unknown_attribute"},
    {"{a: 1}.a == 1", "ok"},
    {"{a: 1}.b == 1", "unknown_attribute"},
    // Tags
    {"principal.hasTag(\"t\") && principal.getTag(\"t\") == 1", "ok"},
    {"principal.getTag(\"t\") == 1", "unsafe_tag"},
    {"principal.hasTag(\"t\") && principal.getTag(\"u\") == 1", "unsafe_tag"},
    {"principal.hasTag(1)", "unexpected_type"},
    {"resource.hasTag(\"t\") && 1 + \"a\" == 2", "ok"},
    {"principal.hasTag(\"t\") && principal.getTag(\"t\") == \"a\"", "incompatible_types"},
    // Entities
    {"principal in Group::\"g\"", "ok"},
    {"principal in [Group::\"g\", Group::\"h\"]", "ok"},
    {"principal in [Group::\"g\", Folder::\"h\"]", "incompatible_types"},
    {"principal in 1", "unexpected_type"},
    {"1 in principal", "unexpected_type"},
    {"principal in Folder::\"f\" && 1 + \"a\" == 2", "ok"},
    {"principal is User", "ok"},
    {"principal is User in Group::\"g\"", "ok"},
    {"principal is Folder && 1 + \"a\" == 2", "ok"},
    {"principal is Nobody", "unknown_entity_type"},
    {"principal.age is User", "unexpected_type"},
    {"principal == Nobody::\"x\"", "unknown_entity_type"},
    {"action == Action::\"write\"", "unknown_action"},
    {"action in Action::\"any\"", "ok"},
    {"action == Action::\"list\" && 1 + \"a\" == 2", "ok"},
    {"context has level && context.level == Level::\"low\"", "ok"},
    {"context has level && context.level == Level::\"middle\"", "invalid_enumerated_id"},
    {"false && principal == Level::\"middle\"", "invalid_enumerated_id"},
    // What is never reached is not typed
    {"false && 1 + \"a\" == 2", "ok"},
    {"true || 1 + \"a\" == 2", "ok"},
    {"if true then true else 1 + \"a\" == 2", "ok"},
    {"true && 1 + \"a\" == 2", "unexpected_type"},
    // Extensions
    {"ip(\"10.0.0.1\").isIpv4()", "ok"},
    {"ip(\"10.0.0.256\").isIpv4()", "invalid_argument"},
    {"ip(principal.ip) == principal.ip", "non_literal_argument"},
    {"principal has nick && ip(principal.nick) == principal.ip", "non_literal_argument"},
    {"principal.ip.isInRange(ip(\"10.0.0.0/8\"))", "ok"},
    {"principal.ip.isInRange(\"10.0.0.0/8\")", "unexpected_type"},
    {"decimal(\"1.0\").lessThan(decimal(\"1.23456\"))", "invalid_argument"},
    {"decimal(1) == decimal(\"1.0\")", "unexpected_type"},
    {"resource.since.offset(duration(\"1d\")) > datetime(\"2024-01-01\")", "ok"},
    {"resource.since.durationSince(resource.since).toDays() > 1", "ok"},
    {"principal.age.toDays() > 1", "unexpected_type"},
};

TEST(Validator, TypesConditions) {
    for (const Row& row : kConditions) {
        EXPECT_EQ(verdict_of(reading_when(row.text)), row.verdict) << row.text;
    }
}

const Row kPolicies[] = {
    {"permit (principal, action, resource);", "ok"},
    {"permit (principal == User::\"a\", action, resource);", "ok"},
    {"permit (principal == Nobody::\"a\", action, resource);", "unknown_entity_type"},
    {"permit (principal is Nobody, action, resource);", "unknown_entity_type"},
    {"permit (principal, action == Action::\"write\", resource);", "unknown_action"},
    {"permit (principal, action in [Action::\"read\", Action::\"write\"], resource);",
     "unknown_action"},
    {"permit (principal, action in [], resource);", "empty_set"},
    {"permit (principal, action in [Action::\"read\", Other::Action::\"touch\"], resource);",
     "incompatible_types"},
    {"permit (principal == Level::\"low\", action, resource);", "ok"},
    {"permit (principal == Level::\"middle\", action, resource);", "invalid_enumerated_id"},
    // Each environment is typed by itself: a Level has no age.
    {"permit (principal, action == Action::\"list\", resource) when { principal.age > 1 };",
     "unknown_attribute"},
    {"permit (principal, action, resource) when { principal is User && principal.age > 1 };", "ok"},
    {"permit (principal is User, action, resource) when { principal.age > 1 };", "ok"},
    {"permit (principal, action, resource) when { context.hour > 1 };", "unknown_attribute"},
    {"permit (principal, action, resource) unless { context has hour && context.hour > 1 };", "ok"},
    {"permit (principal is User, action, resource) when { principal has nick } "
     "when { principal.nick == \"a\" };",
     "ok"},
    {"permit (principal is User, action, resource) unless { principal has nick } "
     "when { principal.nick == \"a\" };",
     "unsafe_attribute"},
    // Templates
    {"permit (principal == ?principal, action, resource in ?resource);", "ok"},
    {"permit (principal is User in ?principal, action, resource) when { principal.age > 1 };",
     "ok"},
    {"permit (principal == ?principal, action, resource) when { principal.age > 1 };",
     "unknown_attribute"},
};

TEST(Validator, ChecksPolicies) {
    for (const Row& row : kPolicies) EXPECT_EQ(verdict_of(row.text), row.verdict) << row.text;
}

std::vector<std::string> warnings_of(const std::string& text) {
    std::vector<std::string> kinds;
    for (const Finding& warning : validate_text(text).warnings) {
        kinds.emplace_back(name(warning.kind));
    }
    return kinds;
}

TEST(Validator, WarnsOfPoliciesThatNeverApply) {
    EXPECT_THAT(warnings_of("permit (principal, action, resource);"), IsEmpty());
    EXPECT_THAT(warnings_of(reading_when("principal is Folder")), ElementsAre("impossible_policy"));
    EXPECT_THAT(warnings_of(reading_when("false && 1 + \"a\" == 2")),
                ElementsAre("impossible_policy"));
    EXPECT_THAT(warnings_of("permit (principal, action == Action::\"any\", resource);"),
                ElementsAre("no_applicable_action", "impossible_policy"));
    EXPECT_THAT(warnings_of("permit (principal is Folder, action, resource);"),
                ElementsAre("no_applicable_action", "impossible_policy"));
    EXPECT_THAT(warnings_of("permit (principal, action in [], resource);"),
                ElementsAre("no_applicable_action"));
}

// Of a link only the types of its values and its scope: the template is checked by itself.
TEST(Validator, ChecksLinks) {
    PolicySet policies;
    policies.read({"p", "permit (principal in ?principal, action, resource);"});
    policies.link("policy0", "fits", {EntityUid{"Group", "g"}, {}});
    policies.link("policy0", "idle", {EntityUid{"Folder", "f"}, {}});
    EXPECT_TRUE(validate(test_schema(), policies).passed());
    ASSERT_THAT(validate(test_schema(), policies).warnings, SizeIs(1));
    EXPECT_EQ(validate(test_schema(), policies).warnings.front().policy, "idle");
    policies.link("policy0", "unknown", {EntityUid{"Nobody", "n"}, {}});
    const ValidationResult result = validate(test_schema(), policies);
    ASSERT_THAT(result.errors, SizeIs(1));
    EXPECT_EQ(result.errors.front().policy, "unknown");
}

TEST(Validator, TellsWhereWhatAndWhatInstead) {
    const ValidationResult result = validate_text(
        "permit (principal, action == Action::\"read\", resource)\n"
        "when { principal is Usr || principal.agee > 1 };");
    ASSERT_THAT(result.errors, SizeIs(2));
    EXPECT_EQ(to_text(result.errors[0]),
              "p:2:8: policy policy0: expected an entity type of the schema, found 'Usr' "
              "(did you mean User?)\n"
              "when { principal is Usr || principal.agee > 1 };\n"
              "       ^");
    EXPECT_THAT(to_text(result.errors[1]),
                HasSubstr("expected an attribute of User, found \"agee\", which it does not have "
                          "(did you mean \"age\"?)"));
}

TEST(Validator, ReportsAnErrorOnceHoweverManyEnvironmentsHaveIt) {
    EXPECT_THAT(
        validate_text("permit (principal, action, resource) when { 1 + \"a\" == 2 };").errors,
        SizeIs(1));
}

TEST(Validator, SurvivesDeepAndWideConditions) {
    std::string wide = "true";
    for (int index = 0; index < 5'000; ++index) wide += " && principal has nick";
    EXPECT_EQ(verdict_of(reading_when(wide + " && principal.nick == \"a\"")), "ok");
    std::string deep = "principal has nick";
    for (int index = 0; index < 100; ++index) deep = "!(" + deep + ")";
    EXPECT_EQ(verdict_of(reading_when(deep)), "ok");
}

TEST(Validator, CountsTheArgumentsOfExtensionCalls) {
    for (const char* call : {"ip() == ip()", "ip(\"::1\", \"::1\").isIpv4()", "principal.ip.isIpv4(1)",
                             "principal.ip.isInRange()"}) {
        EXPECT_EQ(verdict_of(reading_when(call)), "unexpected_type") << call;
    }
}

}  // namespace
}  // namespace postvern::policy::language::validation
