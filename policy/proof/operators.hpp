// Cedar's operators and extension functions on symbols: the counterparts of engine/operators.hpp
// and engine/extension_calls.hpp. A value of the wrong type is an error, as there. All throw
// Unsupported for what is beyond the prover.
#pragma once

#include <span>

#include "policy/language/expression.hpp"
#include "policy/proof/encoder.hpp"

namespace postvern::policy::proof {

// The term of a symbol that is no record, or null.
TermPointer term_of(const Symbol& symbol);
bool is_of(const Symbol& symbol, DomainKind kind);

// The meaning "an error whenever it is reached".
Meaning failure(Terms& terms);
Meaning success(Terms& terms, TermPointer value);

Symbol constant(Facts& facts, const language::Value& value);
TermPointer equal(Facts& facts, const Symbol& left, const Symbol& right);
Symbol choose(Facts& facts, TermPointer condition, const Symbol& consequent,
              const Symbol& alternative);

// Of operands that were evaluated without an error.
Meaning apply(Facts& facts, language::UnaryOperator operation, const Symbol& operand);
Meaning apply(Facts& facts, language::BinaryOperator operation, const Symbol& left,
              const Symbol& right);
Meaning call(Facts& facts, language::extension::Function function,
             std::span<const Symbol> arguments);

// The number, and an error where it does not fit 64 bits.
Meaning in_range(Terms& terms, TermPointer number);

}  // namespace postvern::policy::proof
