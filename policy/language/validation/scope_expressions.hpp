// The scope of a policy as the expressions that it stands for: `principal == User::"a"`. Pure
// functions, thread-safe.
#pragma once

#include <vector>

#include "policy/language/policy_syntax.hpp"

namespace postvern::policy::language::validation {

// Of principal, action and resource, in this order; nothing for a part that matches everything,
// and of a slot nothing: whatever type a link gives it is one that may match.
std::vector<ExpressionPointer> scope_expressions(const PolicySyntax& policy);

}  // namespace postvern::policy::language::validation
