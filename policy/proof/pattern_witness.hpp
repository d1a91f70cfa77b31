// Texts that match some patterns and not others. Pure, thread-safe.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "policy/language/pattern.hpp"

namespace postvern::policy::proof {

struct PatternDemand {
    language::Pattern pattern;
    bool matches;
};

enum class Search : std::uint8_t {
    found,
    none,      // there is no such text
    given_up,  // the search went on for too long
};

struct PatternWitness {
    Search search;
    std::string text;  // one of the shortest, if one was found
};

// A text that does as all of the demands say and is none of `excluded`.
PatternWitness find_text(std::span<const PatternDemand> demands,
                         std::span<const std::string> excluded);

}  // namespace postvern::policy::proof
