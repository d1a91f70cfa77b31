// What one rulebook may ask of the memory and the stack of whoever reads it. Rule files come from
// operators, but a parser that a file can exhaust is a door that a file can hold shut.
#pragma once

#include <cstddef>

namespace postvern::policy::language {

// Octets of one source text.
inline constexpr std::size_t kMaxSourceOctets = std::size_t{1} << 20;

// Levels of brackets, and height of an expression tree. Parsing, evaluation and destruction
// recurse along it: at this depth they need less than 1 MiB of stack, under AddressSanitizer less
// than 2 MiB.
inline constexpr std::size_t kMaxNesting = 128;

// Expressions in one source text.
inline constexpr std::size_t kMaxExpressions = 100'000;

// Policies in one source text, and in one rule set.
inline constexpr std::size_t kMaxPolicies = 10'000;

}  // namespace postvern::policy::language
