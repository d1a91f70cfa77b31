// What is known where an expression stands: which attributes and tags are certainly there, because
// a `has` or `hasTag` before it was true (validation, capabilities). Not thread-safe.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <unordered_map>
#include <vector>

#include "policy/language/validation/expression_numbers.hpp"

namespace postvern::policy::language::validation {

// "The entity or record that this expression yields has this attribute (this tag)."
struct Capability {
    enum class Kind : std::uint8_t { attribute, tag };

    ExpressionNumbers::Number owner;
    ExpressionNumbers::Number name;  // of a tag, the expression that yields it
    Kind kind;

    friend auto operator<=>(const Capability&, const Capability&) = default;
};

// In any order; the same may stand twice.
using Capabilities = std::vector<Capability>;

// Those that stand in both; sorted, each once.
Capabilities common_to(Capabilities left, Capabilities right);

// Capabilities in force, in nested scopes.
class Knowledge {
  public:
    bool contains(const Capability& capability) const { return held_.count(capability) != 0; }

    // A scope: what is learned after mark() is forgotten by forget_since() of it.
    std::size_t mark() const { return order_.size(); }
    void learn(std::span<const Capability> capabilities);
    void forget_since(std::size_t mark);

  private:
    struct Hash {
        std::size_t operator()(const Capability& capability) const noexcept {
            const std::uint64_t both = (std::uint64_t{capability.owner} << 32U) | capability.name;
            return std::hash<std::uint64_t>{}(both * 2 +
                                              static_cast<std::uint64_t>(capability.kind));
        }
    };

    std::unordered_map<Capability, std::size_t, Hash> held_;  // how often it was learned
    Capabilities order_;
};

}  // namespace postvern::policy::language::validation
