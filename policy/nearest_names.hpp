// Names that somebody may have meant who typed another. Pure function, thread-safe.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace postvern::policy {

// Of `known` the nearest to `typed` first, at most three, none that differs from it in a third of
// the letters or more (Levenshtein distance, by octets).
std::vector<std::string> nearest_names(std::string_view typed,
                                       std::span<const std::string_view> known);

}  // namespace postvern::policy
