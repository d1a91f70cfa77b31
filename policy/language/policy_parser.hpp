// From text to abstract syntax: the entry points of the folder. Pure functions, thread-safe.
// All or nothing: the first error throws SyntaxError, and nothing is returned.
#pragma once

#include <vector>

#include "policy/language/policy_syntax.hpp"
#include "policy/language/source.hpp"

namespace postvern::policy::language {

// The policies and templates of a file, in order; none for a text of white space and comments.
std::vector<PolicySyntax> parse_policies(const SourceText& source);

// The one expression that makes up the whole text.
ExpressionPointer parse_expression(const SourceText& source);

}  // namespace postvern::policy::language
