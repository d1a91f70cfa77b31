// The decision of a PolicySet by the interpreter (authorization, Algorithm): the oracle that faster
// engines must agree with. Pure functions, thread-safe.
#pragma once

#include <vector>

#include "policy/engine/assessment.hpp"
#include "policy/engine/verdict.hpp"
#include "policy/language/policy_set.hpp"

namespace postvern::policy::engine {

struct PolicyFailure {
    const language::PolicyEntry* policy = nullptr;
    EvaluationError error;
};

// Refers to the policies of the set, which must outlive it.
struct Response {
    bool permitted = false;
    // The satisfied permits if it is permitted, otherwise the satisfied forbids (in house mode,
    // with the forbids that erred); in the order of the set.
    std::vector<const language::PolicyEntry*> determining;
    // The policies that could not be evaluated, whether they mattered or not.
    std::vector<PolicyFailure> errors;
};

Response authorize(const language::PolicySet& policies, const Entities& entities,
                   const Request& request, Strictness strictness);

}  // namespace postvern::policy::engine
