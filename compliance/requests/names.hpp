// Values of enumerations by the words that the rulebook has for them (policy::name), and what there
// is to choose from.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "policy/case_facts.hpp"

namespace postvern::compliance::requests {

template <typename Value>
std::optional<Value> value_named(std::string_view word, std::size_t count) {
    using policy::name;
    for (std::size_t each = 0; each < count; ++each)
        if (name(static_cast<Value>(each)) == word) return static_cast<Value>(each);
    return std::nullopt;
}

template <typename Value>
std::string choices(std::size_t count) {
    using policy::name;
    std::string all;
    for (std::size_t each = 0; each < count; ++each)
        all.append(each == 0 ? "" : ", ").append(name(static_cast<Value>(each)));
    return all;
}

}  // namespace postvern::compliance::requests
