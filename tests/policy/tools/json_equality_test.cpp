#include "policy/tools/json_equality.hpp"

#include <gtest/gtest.h>

namespace postvern::policy::tools {
namespace {

using language::json::Document;

std::string compare(const char* left, const char* right) {
    return first_difference(Document({"left", left}).root(), Document({"right", right}).root());
}

TEST(JsonEquality, DoesNotMindTheOrderOfMembersNorSpace) {
    EXPECT_EQ(compare(R"({"a": 1, "b": [true, null]})", R"({"b":[true,null],"a":1})"), "");
}

TEST(JsonEquality, NamesTheWayToTheFirstDifference) {
    EXPECT_EQ(compare(R"({"a": [1, {"b": "x"}]})", R"({"a": [1, {"b": "y"}]})"), "a.1.b");
    EXPECT_EQ(compare("[1, 2]", "[1]"), "(here)");
    EXPECT_EQ(compare(R"({"a": 1})", R"({"b": 1})"), "a");
    EXPECT_EQ(compare("1", "true"), "(here)");
    EXPECT_EQ(compare("[1]", "[2]"), "0");
}

}  // namespace
}  // namespace postvern::policy::tools
