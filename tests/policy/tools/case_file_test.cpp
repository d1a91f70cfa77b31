#include "policy/tools/case_file.hpp"

#include <gtest/gtest.h>

namespace postvern::policy::tools {
namespace {

using language::SyntaxError;

constexpr const char* kUid = R"({"type": "U", "id": "a"})";

std::string request_with(const std::string& members) {
    const std::string uid = kUid;
    return "{\"principal\": " + uid + ", \"action\": " + uid + ", \"resource\": " + uid +
           ", \"context\": {}" + members + "}";
}

std::string case_with(const std::string& members, const std::string& requests = "") {
    return "{\"policies\": \"p.cedar\", \"entities\": []" + members + ", \"requests\": [" +
           requests + "]}";
}

Case read(const std::string& text) { return read_case({"case.json", text}, "/root"); }

TEST(CaseFile, TakesPathsFromItsRootAndPartsFromItself) {
    const Case read_one = read(case_with(R"(, "schema": {"cedar": ""})"));
    EXPECT_EQ(read_one.policies.file, "/root/p.cedar");
    EXPECT_EQ(read_one.policies.node, nullptr);
    ASSERT_NE(read_one.entities.node, nullptr);
    EXPECT_NE(read_one.entities.node->as_array(), nullptr);
    ASSERT_TRUE(read_one.schema);
    EXPECT_NE(read_one.schema->node, nullptr);
}

TEST(CaseFile, HasNoSchemaWhereItIsNullOrAbsent) {
    EXPECT_FALSE(read(case_with("")).schema);
    EXPECT_FALSE(read(case_with(R"(, "schema": null)")).schema);
}

TEST(CaseFile, SortsIdsAndKeepsEachOnce) {
    const Case read_one = read(case_with(
        "", request_with(R"(, "decision": "allow", "reason": ["b", "a", "b"], "errors": [])")));
    ASSERT_EQ(read_one.requests.size(), 1U);
    EXPECT_EQ(read_one.requests[0].reason, (Ids{"a", "b"}));
    EXPECT_EQ(read_one.requests[0].description, "request 1");
    EXPECT_TRUE(read_one.requests[0].permitted);
}

TEST(CaseFile, TakesTheDecisionInBothSpellingsOfCedar) {
    for (const char* word : {"Deny", "deny", "Allow", "allow"}) {
        const Case read_one = read(case_with(
            "", request_with(std::string(", \"reason\": [], \"errors\": [], \"decision\": \"") +
                             word + "\"")));
        EXPECT_EQ(read_one.requests[0].permitted, word[0] == 'A' || word[0] == 'a') << word;
    }
}

TEST(CaseFile, RefusesWhatItDoesNotKnow) {
    const std::string rows[] = {
        "[]",
        "{}",
        case_with(R"(, "shouldvalidate": true)"),
        case_with(R"(, "shouldValidate": "yes")"),
        case_with(R"(, "refused": "all")"),
        case_with("", request_with("")),
        case_with("", request_with(R"(, "decision": "maybe", "reason": [], "errors": [])")),
        case_with("", request_with(R"(, "decision": "deny", "reason": [1], "errors": [])")),
        case_with("", request_with(R"(, "decision": "deny", "reason": [], "errors": [], "x": 1)")),
    };
    for (const std::string& row : rows) EXPECT_THROW(read(row), SyntaxError) << row;
}

TEST(CaseFile, NeedsNoAnswerForARefusedRequest) {
    const Case read_one = read(case_with("", request_with(R"(, "refused": true)")));
    EXPECT_TRUE(read_one.requests[0].refused);
}

}  // namespace
}  // namespace postvern::policy::tools
