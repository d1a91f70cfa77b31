#include "policy/language/value.hpp"

#include <gtest/gtest.h>

#include "policy/language/constant.hpp"
#include "policy/language/syntax_error.hpp"

namespace postvern::policy::language {
namespace {

TEST(Value, ComparesByTypeAndContent) {
    const Set numbers({1, 2, 40});
    const struct {
        Value left;
        Value right;
        bool equal;
    } rows[] = {
        {1, 1, true},
        {1, 2, false},
        {1, "1", false},
        {1, true, false},
        {"a", "a", true},
        {"a", EntityUid{"User", "a"}, false},
        {EntityUid{"User", "a"}, EntityUid{"Admin", "a"}, false},
        {numbers, Set({40, 1, 1, 2, 2}), true},
        {numbers, Set({1, 2}), false},
        {Set{}, Record{}, false},
        {Record{{"a", 1}, {"b", Set({1})}}, Record{{"b", Set({1, 1})}, {"a", 1}}, true},
        {Record{{"a", 1}}, Record{{"a", 2}}, false},
        {Record{{"a", 1}}, Record{{"a", 1}, {"b", 1}}, false},
    };
    for (const auto& row : rows) {
        EXPECT_EQ(row.left == row.right, row.equal)
            << to_text(row.left) << " and " << to_text(row.right);
    }
}

TEST(Record, ReplacesAnAttributeOfTheSameName) {
    Record record{{"b", 1}, {"a", 2}};
    record.set("b", "new");
    ASSERT_EQ(record.fields().size(), 2U);
    EXPECT_EQ(record.fields()[0].name, "a");
    EXPECT_EQ(*record.find("b"), Value("new"));
    EXPECT_EQ(record.find("c"), nullptr);
}

TEST(Value, IsWrittenAsCedarReadsIt) {
    const Value values[] = {
        7, -7, true, false, "a \"quoted\" \\ text\n\x01", EntityUid{"A::B", "c\"d"},
        Set({1, "two", Set{}}), Record{{"a b", 1}, {"c", Record{{"d", false}}}}};
    for (const Value& value : values) {
        EXPECT_EQ(parse_constant("value", to_text(value)), value) << to_text(value);
    }
}

TEST(Constant, ReadsShortForms) {
    EXPECT_EQ(parse_constant("v", "service_delivery"), Value("service_delivery"));
    EXPECT_EQ(parse_constant("v", "1700000000"), Value(1700000000));
    EXPECT_EQ(parse_constant("v", "-5"), Value(-5));
    EXPECT_EQ(parse_constant("v", "true"), Value(true));
    EXPECT_EQ(parse_constant("v", "principal"), Value("principal"));
    EXPECT_EQ(parse_constant("v", "Owner::7"), Value(EntityUid{"Owner", "7"}));
    EXPECT_EQ(parse_constant("v", "A::B::\"7/1\""), Value(EntityUid{"A::B", "7/1"}));
    EXPECT_EQ(parse_entity_constant("action", "read", "Action"), (EntityUid{"Action", "read"}));
    EXPECT_EQ(parse_entity_constant("action", "Action::read", "Action"),
              (EntityUid{"Action", "read"}));
}

TEST(Constant, RefusesEverythingElse) {
    for (const char* text : {"", "1 + 1", "[principal]", "two words", "User::", "\"open", "5-3",
                             "{a: context}", "!true", "9223372036854775808"}) {
        EXPECT_THROW(parse_constant("v", text), SyntaxError) << text;
    }
    EXPECT_THROW(parse_entity_constant("principal", "seven"), SyntaxError);
    EXPECT_THROW(parse_entity_constant("principal", "7"), SyntaxError);
}

}  // namespace
}  // namespace postvern::policy::language
