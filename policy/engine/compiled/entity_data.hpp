// What the engine knows of one entity, ready to be asked. Borrows from its EntityTable or from the
// request that describes it. Plain value of one cache line.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>

#include "policy/engine/compiled/cell.hpp"
#include "policy/engine/compiled/selectors.hpp"

namespace postvern::policy::engine::compiled {

struct EntityData {
    const Cell* attributes = nullptr;     // a record's head; null: nothing is known of the entity
    const Cell* tags = nullptr;           // likewise; null: none
    const Selector* selectors = nullptr;  // those that it satisfies, ascending
    const EntityId* ancestors = nullptr;  // without itself, ascending; if it `walks`, its parents
    std::uint32_t selector_count = 0;
    std::uint32_t ancestor_count = 0;
    Symbol type = kNone;
    // Which of an image's slices it belongs to, in each of the three places of a request.
    std::uint32_t action_class = 0;
    std::uint16_t principal_class = 0;
    std::uint16_t resource_class = 0;
    // There were too many ancestors to list: they are found by walking up from the parents, and
    // so are the selectors.
    bool walks = false;
    // Some entity of the table has it among its ancestors.
    bool has_descendants = false;

    std::span<const Selector> selected() const { return {selectors, selector_count}; }
    std::span<const EntityId> above() const { return {ancestors, ancestor_count}; }
};

// Whether a list in ascending order has the number. Most lists are short.
inline bool lists(std::span<const std::uint32_t> numbers, std::uint32_t wanted) {
    constexpr std::size_t kFew = 8;
    if (numbers.size() > kFew) return std::binary_search(numbers.begin(), numbers.end(), wanted);
    for (const std::uint32_t number : numbers) {
        if (number == wanted) return true;
    }
    return false;
}

}  // namespace postvern::policy::engine::compiled
