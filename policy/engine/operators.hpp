// Cedar's operators on values (syntax-operators): pure functions, thread-safe, every one total, in
// that a value of the wrong type and an overflow are errors returned, never thrown.
#pragma once

#include <string_view>

#include "policy/engine/entities.hpp"
#include "policy/engine/outcome.hpp"
#include "policy/language/expression.hpp"

namespace postvern::policy::engine {

// `where` is the span that an error names.
Outcome apply(language::UnaryOperator operation, const Value& operand, language::Span where);
Outcome apply(language::BinaryOperator operation, const Value& left, const Value& right,
              const Entities& entities, language::Span where);

// The error "operator needs expected, found the type of value".
EvaluationError wrong_type(std::string_view operation, std::string_view expected,
                           const Value& found, language::Span where);

}  // namespace postvern::policy::engine
