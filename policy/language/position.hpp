// Places in a source text. Plain values, freely shared between threads.
#pragma once

#include <cstddef>
#include <cstdint>

namespace postvern::policy::language {

// Where a person looks: line and column, both 1-based; a column is one Unicode code point, so
// that a caret printed under the line stands below the character meant.
struct Position {
    std::size_t line = 1;
    std::size_t column = 1;

    friend bool operator==(const Position&, const Position&) = default;
};

// The octets [begin, end) of one source text, 0-based.
struct Span {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;

    friend bool operator==(const Span&, const Span&) = default;
};

// The smallest span that covers both; `first` begins no later than `last`.
constexpr Span join(Span first, Span last) { return {first.begin, last.end}; }

}  // namespace postvern::policy::language
