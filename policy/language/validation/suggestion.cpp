#include "policy/language/validation/suggestion.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace postvern::policy::language::validation {

namespace {

constexpr std::size_t kMaxCompared = 64;

// How many octets have to be put in, taken out or replaced to make one word of the other
// (Levenshtein). Both have at most kMaxCompared.
std::size_t distance(std::string_view left, std::string_view right) {
    std::array<std::size_t, kMaxCompared + 1> row{};
    for (std::size_t column = 0; column <= right.size(); ++column) row[column] = column;
    for (std::size_t line = 1; line <= left.size(); ++line) {
        std::size_t diagonal = row[0];
        row[0] = line;
        for (std::size_t column = 1; column <= right.size(); ++column) {
            const std::size_t replaced = diagonal + (left[line - 1] == right[column - 1] ? 0 : 1);
            diagonal = row[column];
            row[column] = std::min({row[column] + 1, row[column - 1] + 1, replaced});
        }
    }
    return row[right.size()];
}

}  // namespace

std::string nearest(std::string_view word, const std::vector<std::string_view>& known) {
    if (word.size() > kMaxCompared) return {};
    std::size_t least = std::max<std::size_t>(1, word.size() / 3) + 1;
    std::string_view best;
    for (const std::string_view candidate : known) {
        if (candidate.size() > kMaxCompared) continue;
        const std::size_t found = distance(word, candidate);
        if (found >= least) continue;
        least = found;
        best = candidate;
    }
    return std::string(best);
}

}  // namespace postvern::policy::language::validation
