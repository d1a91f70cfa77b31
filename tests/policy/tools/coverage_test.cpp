#include "policy/tools/coverage.hpp"

#include <gtest/gtest.h>

namespace postvern::policy::tools {
namespace {

// The clauses of the first policy of `text` that a request of ada's with {"n": 3} decides.
std::vector<std::string> decided_by_ada(const std::string& text) {
    language::PolicySet policies;
    policies.read({"p.cedar", text});
    const engine::Entities entities;
    const engine::Request request{{"P", "ada"}, {"Action", "read"}, {"R", "r"}, {{"n", 3}}};
    Coverage coverage;
    coverage.add(policies, entities, request,
                 engine::authorize(policies, entities, request, engine::Strictness::cedar));
    std::vector<std::string> decided;
    for (const auto& clause : coverage.policies().at(0).clauses) {
        if (clause.decided) decided.push_back(clause.text);
    }
    return decided;
}

TEST(Coverage, CountsAClauseWithoutWhichTheResponseWouldBeAnother) {
    using Clauses = std::vector<std::string>;
    const struct {
        const char* policies;
        Clauses decided;
    } rows[] = {
        // It alone keeps the policy from applying.
        {"permit (principal == P::\"bo\", action, resource);", {"principal == P::\"bo\""}},
        {"permit (principal, action, resource) when { context.n > 2 && context.n > 3 };",
         {"context.n > 3"}},
        {"permit (principal, action, resource) unless { context.n > 3 || context.n > 2 };",
         {"context.n > 2"}},
        // Another clause would keep it from applying all the same.
        {"permit (principal == P::\"bo\", action, resource) when { context.n > 3 };", {}},
        {"permit (principal, action, resource) when { context.n > 4 && context.n > 3 };", {}},
        // An error shows, whether the clause makes it or prevents it.
        {"permit (principal, action, resource) when { context.n > \"2\" };", {"context.n > \"2\""}},
        {"permit (principal, action, resource) when { context has m && context.m };",
         {"context has m"}},
        {"permit (principal, action, resource) when { context.k && context.m };", {}},
        // What is forbidden hides a permit that applies, but no forbid.
        {"permit (principal, action, resource) when { context.n > 3 };\n"
         "forbid (principal, action, resource);",
         {}},
        {"forbid (principal, action, resource) when { context.n > 3 };\n"
         "forbid (principal, action, resource);",
         {"context.n > 3"}},
        // The policy applies: no clause kept it from anything.
        {"permit (principal == P::\"ada\", action, resource) when { context.n > 2 };", {}},
    };
    for (const auto& row : rows) EXPECT_EQ(decided_by_ada(row.policies), row.decided) << row.policies;
}

}  // namespace
}  // namespace postvern::policy::tools
