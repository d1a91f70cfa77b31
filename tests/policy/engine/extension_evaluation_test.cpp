// Extension types, tags and extended `has`, evaluated. Where syntax-operators has an example, it
// stands here.
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

TEST(ExtensionEvaluation, OfDecimals) {
    const Row rows[] = {
        {R"(decimal("1.23").lessThan(decimal("1.24")))", "true"},
        {R"(decimal("123.45").lessThan(decimal("1.23")))", "false"},
        {R"(decimal("1.23").lessThanOrEqual(decimal("1.230")))", "true"},
        {R"(decimal("-1.23").greaterThan(decimal("-1.24")))", "true"},
        {R"(decimal("1.0").greaterThanOrEqual(decimal("2.0")))", "false"},
        {R"(decimal("1.0") == decimal("1.000"))", "true"},
        {R"(decimal("1.0") == 1)", "false"},
        {R"(decimal("1.0") < decimal("2.0"))", "error: type"},
        {R"(decimal("1.0").lessThan(1))", "error: type"},
        {R"(decimal("1.0").lessThan())", "error: type"},
        {R"(decimal("1.23456"))", "error: extension"},
        {"decimal(1)", "error: type"},
        {"decimal(1 + true)", "error: type"},
        {R"(decimal(context.when))", "error: extension"},
        {R"(decimal(context.none))", "error: attribute"},
    };
    expect_all(rows);
}

TEST(ExtensionEvaluation, OfAddresses) {
    const Row rows[] = {
        {R"(ip("127.0.0.1").isIpv4())", "true"},
        {R"(ip("::1").isIpv4())", "false"},
        {R"(ip("::1").isIpv6())", "true"},
        {R"(ip("127.0.0.2").isLoopback())", "true"},
        {R"(ip("8.8.8.8").isLoopback())", "false"},
        {R"(ip("228.228.228.0").isMulticast())", "true"},
        {R"(ip("192.168.0.1").isInRange(ip("192.168.0.1/24")))", "true"},
        {R"(ip("192.168.1.1").isInRange(ip("192.168.0.1/24")))", "false"},
        {R"(ip("1.2.3.4") == ip("::1"))", "false"},
        {R"(ip("192.168.0.1") == ip("192.168.0.1/32"))", "true"},
        {R"([ip("1.2.3.4")].contains(ip("1.2.3.4/32")))", "true"},
        {R"(ip("1.2.3.4").isInRange("1.2.3.4"))", "error: type"},
        {R"("1.2.3.4".isIpv4())", "error: type"},
        {R"(ip("1.2.3.4").isIpv4)", "error: type"},
        {R"(ip("380.0.0.1"))", "error: extension"},
        {"ip()", "error: type"},
        {R"(ip("1.2.3.4", "1.2.3.4"))", "error: type"},
        {R"(false && ip("x").isIpv4())", "false"},
    };
    expect_all(rows);
}

TEST(ExtensionEvaluation, OfInstantsAndDurations) {
    const Row rows[] = {
        {R"(datetime("2024-10-15") == datetime("2024-10-15T00:00:00Z"))", "true"},
        {R"(datetime("2024-10-15").offset(duration("1h")) == datetime("2024-10-15T01:00:00Z"))",
         "true"},
        {R"(datetime("2024-10-15").durationSince(datetime("2024-10-16")))",
         "duration(\"-86400000ms\")"},
        {R"(datetime("2024-10-15T11:35:00Z").toDate())", "datetime(\"2024-10-15T00:00:00.000Z\")"},
        {R"(datetime("1969-12-31T23:00:00Z").toTime())", "duration(\"82800000ms\")"},
        {R"(datetime("2024-10-15") < datetime("2024-10-16"))", "true"},
        {R"(duration("1h") >= duration("61m"))", "false"},
        {R"(duration("1s") < datetime("2024-01-01"))", "error: type"},
        {R"(1 < duration("1s"))", "error: type"},
        {R"(duration("-36h").toDays())", "-1"},
        {R"(duration("-1s").toHours())", "0"},
        {R"(duration("90m").toMinutes())", "90"},
        {R"(duration("1d1ms").toSeconds())", "86400"},
        {R"(duration("1d1ms").toMilliseconds())", "86400001"},
        {R"(duration("1s") + duration("1s"))", "error: type"},
        {R"(duration("1s").toDate())", "error: type"},
        {R"(datetime("1970-01-01").offset(duration("9223372036854775807ms")).offset(duration("1ms")))",
         "error: overflow"},
        {R"(datetime("1970-01-01").offset(duration("-9223372036854775808ms")).toDate())",
         "error: overflow"},
        {R"(duration("9223372036854775808ms"))", "error: extension"},
        {R"(datetime("2024-10-15T11:35:00+01:00"))", "error: extension"},
    };
    expect_all(rows);
}

TEST(TagEvaluation, AsksEntitiesForTags) {
    const Row rows[] = {
        {R"(principal.hasTag("team"))", "true"},
        {R"(principal.hasTag("none"))", "false"},
        {R"(principal.getTag("team"))", "\"blue\""},
        {R"(principal.getTag(if true then "rank" else "team") + 1)", "4"},
        {R"(principal.getTag("none"))", "error: tag"},
        {R"(principal.team)", "error: attribute"},
        {R"(User::"nobody".hasTag("team"))", "false"},
        {R"(User::"nobody".getTag("team"))", "error: entity"},
        {R"(context.hasTag("team"))", "error: type"},
        {R"(principal.hasTag(1))", "error: type"},
        {R"(principal.hasTag("none") && principal.getTag("none") == 1)", "false"},
    };
    expect_all(rows);
}

TEST(HasEvaluation, FollowsAPath) {
    const Row rows[] = {
        {"context has addr.city", "true"},
        {"context has addr.zip", "false"},
        {"context has none.zip", "false"},
        {"context has budget.zip", "error: type"},
        {"principal has manager.name", "true"},
        {"principal has manager.name.first", "error: type"},
        {"resource has owner.manager.name", "true"},
        {R"(User::"nobody" has manager.name)", "false"},
        {"-context.budget == -4", "true"},
        {"-5.a == 1", "error: type"},
    };
    expect_all(rows);
}

}  // namespace
}  // namespace postvern::policy::engine
