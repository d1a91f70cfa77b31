// Why a rule set decided as it did: for every policy that did not apply, the words in it that kept
// it from applying. Pure, thread-safe; slower than decide(), for people.
#pragma once

#include <string>
#include <vector>

#include "policy/engine/verdict.hpp"

namespace postvern::policy::engine {

struct PolicyExplanation {
    const Policy* policy = nullptr;
    Satisfaction satisfaction = Satisfaction::satisfied;
    // What did not match, was false (under `when`), was true (under `unless`) or could not be
    // evaluated: the smallest clause that decides it. Empty if the policy is satisfied.
    language::Span clause;
    // The clause's text on one line, and for an error what went wrong.
    std::string clause_text;
    std::string error;
};

struct Explanation {
    Verdict verdict;
    std::vector<PolicyExplanation> policies;  // all, in the order of the rule set
};

// The decision, as decide() makes it, with its reasons. Refers to the policies of `rules`.
Explanation explain(const RuleSet& rules, const Entities& entities, const Request& request,
                    Strictness strictness);

}  // namespace postvern::policy::engine
