// The functions and methods of the extension types on values (syntax-operators): pure, thread-safe;
// a wrong type, a text that is no such value and an overflow are errors returned, never thrown.
#pragma once

#include <span>

#include "policy/engine/outcome.hpp"
#include "policy/language/extension/function.hpp"

namespace postvern::policy::engine {

// Arguments that are more or fewer than the function's signature says are an error as well. `where`
// is the span that an error names.
Outcome call(language::extension::Function function, std::span<const Value* const> arguments,
             language::Span where);

}  // namespace postvern::policy::engine
