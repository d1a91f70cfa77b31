// What one rulebook may ask of the memory and the stack of whoever reads it. Rule files come from
// operators, but a parser that a file can exhaust is a door that a file can hold shut.
#pragma once

#include <cstddef>

namespace postvern::policy::language {

// Octets of one source text.
inline constexpr std::size_t kMaxSourceOctets = std::size_t{1} << 27;

// Levels of brackets, and height of an expression tree. Parsing, evaluation and destruction
// recurse along it: at this depth they need less than 1 MiB of stack, under AddressSanitizer less
// than 2 MiB.
inline constexpr std::size_t kMaxNesting = 128;

// Brackets within brackets in a JSON text. A policy in JSON nests two or three of them for each
// level of its expressions, and each `&&` of a chain in the one before. Reading recurses along
// them, in less than 2 MiB of stack, under AddressSanitizer less than 8 MiB.
inline constexpr std::size_t kMaxJsonDepth = 1024;

// Values in one JSON text.
inline constexpr std::size_t kMaxJsonNodes = 16'000'000;

// Expressions in one source text.
inline constexpr std::size_t kMaxExpressions = 4'000'000;

// Tokens in a text to format: each is held with the comments around it.
inline constexpr std::size_t kMaxFormatTokens = 8'000'000;

// Policies in one source text, and in one rule set.
inline constexpr std::size_t kMaxPolicies = 250'000;

}  // namespace postvern::policy::language
