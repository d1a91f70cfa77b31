// Whether the corpora of the rulebook would notice the loss of a rule, of any clause of one, or a slip in it.
#include <gtest/gtest.h>

#include <set>
#include <vector>

#include "policy/assembly.hpp"
#include "policy/engine/authorization.hpp"
#include "policy/tools/coverage.hpp"
#include "tests/policy/rulebook/dead_clauses.hpp"
#include "tests/policy/rulebook/mutants.hpp"
#include "tests/policy/rulebook/world.hpp"
#include "test_places.hpp"

namespace postvern::policy::engine::testing {
namespace {

language::PolicySet shipped_policies() {
    language::PolicySet policies;
    for (const RulebookFile& file : read_rulebook(POSTVERN_SOURCE_DIR "/policy/rulebook")) {
        policies.read({file.name, file.text}, language::IdSource::id_annotation);
    }
    return policies;
}

Request request_of(const DecisionRow& row) {
    return make_request(row.principal, row.action, row.resource, row.purpose, row.how);
}

TEST(Rulebook, EveryClauseDecidesSomethingInTheCorpora) {
    const language::PolicySet policies = shipped_policies();
    const Entities entities = facts();
    tools::Coverage coverage;
    for (const DecisionRow& row : every_row()) {
        const Request request = request_of(row);
        coverage.add(policies, entities, request,
                     authorize(policies, entities, request, Strictness::house));
    }
    ASSERT_EQ(coverage.policies().size(), policies.policies().size());
    EXPECT_GE(every_row().size(), 300U);
    for (const auto& policy : coverage.policies()) {
        EXPECT_TRUE(policy.decided) << policy.place << ": " << policy.id;
        for (const auto& clause : policy.clauses) {
            EXPECT_TRUE(clause.decided || find_dead_clause(policy.id, clause.text) != nullptr)
                << clause.place << ": " << policy.id << ": " << clause.text;
        }
    }
}

// Whether the response to a question would be another if this policy were assessed otherwise.
bool shows(Satisfaction was, Satisfaction becomes, language::Effect effect,
           const Response& response) {
    const auto applies = [](Satisfaction of) { return of == Satisfaction::satisfied; };
    const auto fails = [](Satisfaction of) { return of == Satisfaction::failed; };
    if (fails(was) != fails(becomes)) return true;
    if (applies(was) == applies(becomes)) return false;
    // Permits stay in the dark where something is forbidden.
    return effect == language::Effect::forbid || response.determining.empty() || response.permitted;
}

struct Question {
    Request request;
    Response response;
};

bool is_noticed(const language::PolicyEntry& policy, const Mutant& mutant, const Entities& entities,
                const std::vector<Question>& questions) {
    for (const Question& question : questions) {
        const Evaluator evaluator(entities, question.request);
        if (shows(assess(policy.syntax, evaluator).satisfaction,
                  assess(mutant.syntax, evaluator).satisfaction, policy.syntax.effect,
                  question.response)) {
            return true;
        }
    }
    return false;
}

// Stronger than the test above, which takes the operands of a chain within a clause as one. The scope is never
// negated here, as Cedar has no such scope. There is no need: every policy determines some row, with all of its
// clauses met (test above), and with any of them negated it would not.
TEST(Rulebook, EverySlipInARuleIsNoticedByTheCorpora) {
    const language::PolicySet policies = shipped_policies();
    const Entities entities = facts();
    std::vector<Question> questions;
    for (const DecisionRow& row : every_row()) {
        const Request request = request_of(row);
        questions.push_back({request, authorize(policies, entities, request, Strictness::house)});
    }
    std::set<const DeadClause*> dead;
    for (const language::PolicyEntry& policy : policies.policies()) {
        for (const Mutant& mutant : mutants_of(policy)) {
            if (is_noticed(policy, mutant, entities, questions)) continue;
            const DeadClause* const known = find_dead_clause(policy.id, mutant.text);
            EXPECT_NE(known, nullptr) << mutant.place << ": " << mutant.what << " " << mutant.text;
            dead.insert(known);
        }
    }
    for (const DeadClause& listed : dead_clauses()) {
        EXPECT_TRUE(dead.contains(&listed)) << "alive: " << listed.rule << ": " << listed.text;
    }
}

}  // namespace
}  // namespace postvern::policy::engine::testing
