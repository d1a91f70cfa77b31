// Strict validation of policies against a schema (validation): whether a policy set is free of
// type errors in every request environment. The verdict is that of Cedar's own validator. Pure
// functions, thread-safe.
#pragma once

#include <memory>
#include <span>
#include <string>

#include "policy/language/policy_set.hpp"
#include "policy/language/schema/schema.hpp"
#include "policy/language/validation/finding.hpp"

namespace postvern::policy::language::validation {

// Findings of one sort (errors, warnings, hazards) beyond this number are not reported.
inline constexpr std::size_t kMaxFindings = 1000;

// Checks all policies, templates and links of the set. Findings are in the order of the set, and
// within a policy in that of the text.
ValidationResult validate(const schema::Schema& schema, const PolicySet& policies);

// The same for one policy or template, which is called `id`. `environments`: those of the schema.
ValidationResult validate(const schema::Schema& schema,
                          std::span<const schema::RequestEnvironment> environments,
                          const std::string& id, const PolicySyntax& policy,
                          const std::shared_ptr<const SourceText>& source);

}  // namespace postvern::policy::language::validation
