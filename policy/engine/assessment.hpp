// Whether one policy is satisfied by one request (authorization, Policy satisfaction).
// Pure functions, thread-safe.
#pragma once

#include <cstdint>
#include <optional>

#include "policy/engine/evaluator.hpp"
#include "policy/language/policy_syntax.hpp"

namespace postvern::policy::engine {

enum class Satisfaction : std::uint8_t {
    satisfied,
    out_of_scope,      // principal, action or resource is not one that the policy is about
    condition_failed,  // a `when` was false or an `unless` true
    failed,            // a condition could not be evaluated
};

struct Assessment {
    Satisfaction satisfaction = Satisfaction::satisfied;
    // The part of the scope that does not match or the condition that failed; null otherwise.
    const language::ScopeConstraint* constraint = nullptr;
    const language::Condition* condition = nullptr;
    std::optional<EvaluationError> error;  // why it failed, if it did
};

// Scope first, which cannot err; then the conditions in order, up to the first that fails or errs.
Assessment assess(const language::PolicySyntax& policy, const Evaluator& evaluator);

// Whether `uid` is what the constraint demands.
bool matches(const language::ScopeConstraint& constraint, const EntityUid& uid,
             const Entities& entities);

}  // namespace postvern::policy::engine
