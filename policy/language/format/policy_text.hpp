// Policies and expressions as Cedar text, from their syntax trees. What is written parses to the
// same tree, spans aside. Comments are not in the tree; for texts that have any there is
// format_policies. Pure functions, thread-safe.
#pragma once

#include <string>

#include "policy/language/expression.hpp"
#include "policy/language/policy_set.hpp"
#include "policy/language/policy_syntax.hpp"

namespace postvern::policy::language {

// On one line.
std::string to_text(const Expression& expression);

// Annotations, scope and conditions, each on a line of its own; ends with a line break.
std::string to_text(const PolicySyntax& policy);

// The policies and templates, in this order, with an empty line between them. A policy linked from
// a template is written out with its slots filled. Ids are not written: they are no part of the
// text.
std::string to_text(const PolicySet& policies);

}  // namespace postvern::policy::language
