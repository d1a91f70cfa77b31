// The ancestors of entities, and the selectors that follow from them. Lists every entity's
// ancestors as long as that stays within a budget; beyond it, entities are marked to be walked, so
// that neither time nor memory is quadratic in a hierarchy that is deep and wide.
// Filled by one thread.
#pragma once

#include <cstdint>
#include <deque>
#include <span>
#include <vector>

#include "policy/engine/compiled/entity_data.hpp"

namespace postvern::policy::engine::compiled {

class Hierarchy {
  public:
    // Ancestors in all lists together, if nobody says otherwise.
    static constexpr std::size_t kBudget = std::size_t{1} << 24;

    Hierarchy(std::size_t entities, std::size_t budget)
        : budget_(budget), parents_(entities), seen_(entities, 0) {}

    void set_parents(EntityId entity, std::vector<EntityId> parents) {
        parents_[entity] = std::move(parents);
    }

    // Sets ancestors (or parents, where it must be walked) and selectors of an entity. What they
    // point to lives in this.
    void describe(EntityId entity, EntityData& data, const Selectors& selectors);

  private:
    std::vector<EntityId> ancestors_of(EntityId entity);
    std::span<const std::uint32_t> keep(std::vector<std::uint32_t> numbers);

    std::size_t budget_;
    std::vector<std::vector<EntityId>> parents_;
    std::vector<std::uint32_t> seen_;  // by entity: the last search that met it
    std::uint32_t search_ = 0;
    std::size_t listed_ = 0;
    std::deque<std::vector<std::uint32_t>> kept_;
};

// Adds the selectors of an entity with these ancestors, in ascending order, to an empty list.
void append_selectors(EntityId entity, std::span<const EntityId> ancestors,
                      const Selectors& selectors, std::vector<Selector>& satisfied);

}  // namespace postvern::policy::engine::compiled
