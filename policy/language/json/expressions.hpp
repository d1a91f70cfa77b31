// Expressions of Cedar in JSON (json-format, JsonExpr objects). Pure functions, thread-safe.
#pragma once

#include <cstddef>

#include "policy/language/expression.hpp"
#include "policy/language/json/document.hpp"
#include "policy/language/json/writer.hpp"

namespace postvern::policy::language::json {

// The expression of a node. A left-nested chain of && or || becomes one node, as in Cedar text.
// Throws SyntaxError at what is no expression and at nesting beyond kMaxNesting.
ExpressionPointer read_expression(const Document& document, const Node& node);

// Throws std::length_error if the expression would nest deeper than kMaxJsonDepth, for nobody could
// read it.
void write_expression(Writer& writer, const Expression& expression);

}  // namespace postvern::policy::language::json
