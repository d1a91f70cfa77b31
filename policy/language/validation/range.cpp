#include "policy/language/validation/range.hpp"

#include <algorithm>
#include <array>

namespace postvern::policy::language::validation {

std::optional<Range> sum(Range left, Range right) {
    Range result;
    if (__builtin_add_overflow(left.least, right.least, &result.least) ||
        __builtin_add_overflow(left.greatest, right.greatest, &result.greatest)) {
        return std::nullopt;
    }
    return result;
}

std::optional<Range> difference(Range left, Range right) {
    Range result;
    if (__builtin_sub_overflow(left.least, right.greatest, &result.least) ||
        __builtin_sub_overflow(left.greatest, right.least, &result.greatest)) {
        return std::nullopt;
    }
    return result;
}

// The extremes of a product lie at the corners.
std::optional<Range> product(Range left, Range right) {
    std::array<std::int64_t, 4> corners{};
    if (__builtin_mul_overflow(left.least, right.least, &corners[0]) ||
        __builtin_mul_overflow(left.least, right.greatest, &corners[1]) ||
        __builtin_mul_overflow(left.greatest, right.least, &corners[2]) ||
        __builtin_mul_overflow(left.greatest, right.greatest, &corners[3])) {
        return std::nullopt;
    }
    const auto [least, greatest] = std::minmax_element(corners.begin(), corners.end());
    return Range{*least, *greatest};
}

std::optional<Range> negation(Range operand) { return difference({0, 0}, operand); }

Range hull(Range left, Range right) {
    return {std::min(left.least, right.least), std::max(left.greatest, right.greatest)};
}

}  // namespace postvern::policy::language::validation
