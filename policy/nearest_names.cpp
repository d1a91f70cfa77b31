#include "policy/nearest_names.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace postvern::policy {

namespace {

// Letters to be inserted, removed or exchanged to make `left` into `right` (Levenshtein).
std::size_t distance(std::string_view left, std::string_view right) {
    std::vector<std::size_t> row(right.size() + 1);
    for (std::size_t j = 0; j <= right.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= left.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= right.size(); ++j) {
            const std::size_t exchanged = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, exchanged});
        }
    }
    return row[right.size()];
}

}  // namespace

std::vector<std::string> nearest_names(std::string_view typed,
                                       std::span<const std::string_view> known) {
    constexpr std::size_t kMost = 3;
    std::vector<std::pair<std::size_t, std::string>> near;
    for (const std::string_view name : known) {
        const std::size_t far = distance(typed, name);
        if (far * 3 < std::max(typed.size(), name.size())) near.emplace_back(far, name);
    }
    std::sort(near.begin(), near.end());
    std::vector<std::string> names;
    for (auto& [far, name] : near) {
        if (names.size() < kMost) names.push_back(std::move(name));
    }
    return names;
}

}  // namespace postvern::policy
