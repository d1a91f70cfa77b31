// Which Longs an expression may yield, for the proof that arithmetic does not overflow. Pure
// functions, thread-safe.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>

namespace postvern::policy::language::validation {

// From `least` to `greatest`, both included.
struct Range {
    std::int64_t least = std::numeric_limits<std::int64_t>::min();
    std::int64_t greatest = std::numeric_limits<std::int64_t>::max();
};

// The results over all pairs of operands; nothing where one of them leaves 64 bits.
std::optional<Range> sum(Range left, Range right);
std::optional<Range> difference(Range left, Range right);
std::optional<Range> product(Range left, Range right);
std::optional<Range> negation(Range operand);

// The least range that holds both.
Range hull(Range left, Range right);

}  // namespace postvern::policy::language::validation
