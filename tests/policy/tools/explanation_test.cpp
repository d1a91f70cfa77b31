#include <gtest/gtest.h>

#include "policy/rules_authorization.hpp"

namespace postvern::policy {
namespace {

constexpr const char* kRequest =
    R"({"principal": {"type": "P", "id": "ada"}, "action": {"type": "Action", "id": "read"},
        "resource": {"type": "R", "id": "r"}, "context": {"n": 3, "s": "text", "deep": {"a b": [1, 2]}}})";

PolicyReport report_on(const std::string& policy) {
    QuestionFiles files;
    files.policies = {{"p.cedar", policy}};
    files.request = {"request.json", kRequest};
    return explain(files).policies.at(0);
}

TEST(Explain, NamesTheClauseThatFailedAndWhatItSaw) {
    const struct {
        const char* policy;
        const char* outcome;
        const char* clause;
        std::vector<std::pair<std::string, std::string>> seen;
    } rows[] = {
        {"permit (principal, action, resource);", "applies", "", {}},
        {"permit (principal == P::\"bo\", action, resource);",
         "out of scope",
         "principal == P::\"bo\"",
         {{"principal", "P::\"ada\""}}},
        {"permit (principal, action, resource is Q);",
         "out of scope",
         "resource is Q",
         {{"resource", "R::\"r\""}}},
        {"permit (principal, action, resource) when { context.s == \"text\" && context.n > 5 };",
         "condition failed",
         "context.n > 5",
         {{"context.n", "3"}}},
        {"permit (principal, action, resource) unless { context.n > 5 || context.s like \"t*\" };",
         "condition failed",
         "context.s like \"t*\"",
         {{"context.s", "\"text\""}}},
        {"permit (principal, action, resource) when { context.deep[\"a b\"].contains(context.n) };",
         "condition failed",
         "context.deep[\"a b\"].contains(context.n)",
         {{"context.deep[\"a b\"]", "[1, 2]"}, {"context.n", "3"}}},
        {"permit (principal, action, resource) when { context.n + context.s == 1 };",
         "error",
         "context.n + context.s",
         {{"context.n", "3"}, {"context.s", "\"text\""}}},
    };
    for (const auto& row : rows) {
        const PolicyReport report = report_on(row.policy);
        EXPECT_EQ(report.outcome, row.outcome) << row.policy;
        EXPECT_EQ(report.clause, row.clause) << row.policy;
        ASSERT_EQ(report.seen.size(), row.seen.size()) << row.policy;
        for (std::size_t i = 0; i < row.seen.size(); ++i) {
            EXPECT_EQ(report.seen[i].expression, row.seen[i].first) << row.policy;
            EXPECT_EQ(report.seen[i].value, row.seen[i].second) << row.policy;
        }
    }
}

TEST(Explain, SaysOfWhatIsAbsentThatThereIsNone) {
    const PolicyReport report =
        report_on("permit (principal, action, resource) when { context.deep.zz == 1 };");
    EXPECT_EQ(report.outcome, "error");
    EXPECT_FALSE(report.error.empty());
    ASSERT_EQ(report.seen.size(), 1U);
    EXPECT_EQ(report.seen[0].expression, "context.deep.zz");
    EXPECT_EQ(report.seen[0].value.substr(0, 6), "none: ");
}

TEST(Explain, ReadsPoliciesInJsonToo) {
    const PolicyReport report = report_on(R"({"effect": "permit", "principal": {"op": "All"},
        "action": {"op": "All"}, "resource": {"op": "All"}, "conditions": [{"kind": "when", "body":
        {">": {"left": {".": {"left": {"Var": "context"}, "attr": "n"}}, "right": {"Value": 5}}}}]})");
    EXPECT_EQ(report.outcome, "condition failed");
    ASSERT_EQ(report.seen.size(), 1U);
    EXPECT_EQ(report.seen[0].expression, "context.n");
}

}  // namespace
}  // namespace postvern::policy
