// Types one policy or template, environment by environment (validation, strict mode): the type of
// every expression, the errors, and what could still fail when a policy without errors is
// evaluated. Not thread-safe; schema and policy must outlive it.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "policy/language/policy_syntax.hpp"
#include "policy/language/schema/schema.hpp"
#include "policy/language/validation/expression_numbers.hpp"
#include "policy/language/validation/finding.hpp"

namespace postvern::policy::language::validation {

// One reason why a policy is not well typed.
struct TypeError {
    FindingKind kind;
    Span span;
    std::string message;
    std::string help;
};

// An evaluation that may fail although types are right, and why.
struct Hazard {
    Span span;
    std::string reason;
};

// What is known of a policy in one environment.
struct PolicyTyping {
    // The policy matches no request of this environment: its condition is always false.
    bool impossible = false;
    std::vector<TypeError> errors;  // in the order of evaluation
    std::vector<Hazard> hazards;    // of what is reached at all
    // Of every expression of the conditions that has a type; those that are never evaluated in
    // this environment, because what stands before them decides, are absent.
    std::unordered_map<const Expression*, schema::TypePointer> types;
};

// Whether a typing is to tell the type of every expression; that costs more than the rest.
enum class TypingDetail : std::uint8_t { verdict, types };

class PolicyTyper {
  public:
    PolicyTyper(const schema::Schema& schema, const PolicySyntax& policy);

    PolicyTyping type(const schema::RequestEnvironment& environment,
                      TypingDetail detail = TypingDetail::types);

  private:
    const schema::Schema& schema_;
    const PolicySyntax& policy_;
    std::vector<ExpressionPointer> scope_;
    ExpressionNumbers numbers_;
};

}  // namespace postvern::policy::language::validation
