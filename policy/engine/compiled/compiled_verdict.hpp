// A decision in numbers, with all its reasons. Held by the caller and used again, so that deciding
// allocates nothing.
#pragma once

#include <cstdint>
#include <vector>

#include "policy/engine/outcome.hpp"

namespace postvern::policy::engine::compiled {

// A policy that could not be evaluated, by its number in the image.
struct PolicyFault {
    std::uint32_t policy;
    ErrorKind kind;

    friend bool operator==(const PolicyFault&, const PolicyFault&) = default;
};

struct CompiledVerdict {
    bool permitted = false;
    // The policies that decided, by number, ascending: the satisfied permits if it is permitted,
    // otherwise the satisfied forbids (in house mode, with the forbids that erred).
    std::vector<std::uint32_t> determining;
    // The policies that could not be evaluated, whether they mattered or not; ascending.
    std::vector<PolicyFault> errors;

    // Makes room for the verdicts of an image of so many policies, whatever they are.
    void reserve(std::size_t policies) {
        determining.reserve(policies);
        errors.reserve(policies);
    }
};

}  // namespace postvern::policy::engine::compiled
