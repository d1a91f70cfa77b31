// Why rules decided as they did: for every policy that did not apply, the words in it that kept it
// from applying, and the values that they saw. Pure, thread-safe; slower than decide(), for people.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "policy/engine/seen_values.hpp"
#include "policy/engine/verdict.hpp"
#include "policy/language/policy_set.hpp"

namespace postvern::policy::engine {

// What kept a policy from applying.
struct Obstacle {
    Satisfaction satisfaction = Satisfaction::satisfied;
    // What did not match, was false (under `when`), was true (under `unless`) or could not be
    // evaluated: the smallest clause that decides it. Empty if the policy is satisfied.
    language::Span clause;
    // The clause's text on one line, and for an error what went wrong.
    std::string clause_text;
    std::string error;
    std::vector<SeenValue> seen;  // what the clause looked at
};

// `source`: where the spans of `policy` point; null if there is no such text.
Obstacle find_obstacle(const language::PolicySyntax& policy, const language::SourceText* source,
                       const Evaluator& evaluator);

// Source text with each run of white space made one space.
std::string on_one_line(std::string_view text);

struct PolicyExplanation : Obstacle {
    const Policy* policy = nullptr;
};

struct Explanation {
    Verdict verdict;
    std::vector<PolicyExplanation> policies;  // all, in the order of the rule set
};

// The decision, as decide() makes it, with its reasons. Refers to the policies of `rules`.
Explanation explain(const RuleSet& rules, const Entities& entities, const Request& request,
                    Strictness strictness);

}  // namespace postvern::policy::engine
