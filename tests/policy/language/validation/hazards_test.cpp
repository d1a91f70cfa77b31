// What may still fail in a policy that is well typed.
#include "tests/policy/language/validation/validation.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace postvern::policy::language::validation {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

struct Row {
    const char* condition;
    const char* reason;  // part of it; null: nothing may fail
};

constexpr const char* kOverflow = "the result may leave the range of a Long";
constexpr const char* kNoRecord = "there may be no record of the entity";

const Row kRows[] = {
    {"true", nullptr},
    // Longs
    {"context.hour > 1", nullptr},
    {"context.hour + 1 > 1", kOverflow},
    {"1 + 2 * 3 > 1", nullptr},
    {"9223372036854775807 + 1 > 1", kOverflow},
    {"-(context.hour) > 1", "the negation may overflow"},
    {"-(9223372036854775807) < 1", nullptr},
    {"(if context.hour > 1 then 1 else 2) * 1000 > 1", nullptr},
    {"(if context.hour > 1 then 1 else context.hour) * 1000 > 1", kOverflow},
    {"4611686018427387904 * 2 > 1", kOverflow},
    {"-4611686018427387904 * 2 < 1", nullptr},
    {"false && context.hour + 1 > 1", nullptr},
    // Records of entities
    {"principal.age > 1", kNoRecord},
    {"principal has age && principal.age > 1", nullptr},
    {"principal has nick && principal.nick == \"a\"", nullptr},
    {"principal has friend && principal.friend.age > 1", kNoRecord},
    {"principal has friend.age && principal.friend.age > 1", nullptr},
    {"principal.hasTag(\"a\") && principal.getTag(\"a\") == 1", nullptr},
    {"User::\"u\".age > 1", kNoRecord},
    {"context.where.room > 1", nullptr},
    {"principal in Group::\"g\"", nullptr},
    // Extensions
    {"ip(\"10.0.0.1\").isIpv4()", nullptr},
    {"resource has since && resource.since > datetime(\"2024-01-01\")", nullptr},
    {"resource has since && resource.since.offset(duration(\"1d\")) > resource.since",
     "the result may leave the range of a datetime"},
    {"resource has since && resource.since.toDate() == resource.since",
     "the result may leave the range of a datetime"},
    {"resource has since && resource.since.durationSince(resource.since) > duration(\"1d\")",
     "the result may leave the range of a duration"},
    {"datetime(\"2024-01-02\").durationSince(datetime(\"2024-01-01\")) > duration(\"1h\")",
     nullptr},
    {"datetime(\"2024-01-02\").toDate() == datetime(\"2024-01-02\")", nullptr},
};

TEST(Hazards, AreWhatTypesDoNotExclude) {
    for (const Row& row : kRows) {
        const ValidationResult result = validate_text(reading_when(row.condition));
        EXPECT_TRUE(result.passed()) << row.condition;
        EXPECT_EQ(result.hazards.empty(), row.reason == nullptr) << row.condition;
        if (row.reason == nullptr || result.hazards.empty()) continue;
        EXPECT_THAT(result.hazards.front().message, HasSubstr(row.reason)) << row.condition;
    }
}

TEST(Hazards, StandWhereTheyAre) {
    const ValidationResult result =
        validate_text(reading_when("context.hour * 2 > 1 && context.hour * 3 > 1"));
    ASSERT_THAT(result.hazards, SizeIs(2));
    EXPECT_EQ(result.hazards[0].source->text(result.hazards[0].span), "context.hour * 2");
    EXPECT_EQ(result.hazards[1].source->text(result.hazards[1].span), "context.hour * 3");
}

}  // namespace
}  // namespace postvern::policy::language::validation
