#include "policy/engine/compiled/hierarchy.hpp"

#include <algorithm>
#include <utility>

namespace postvern::policy::engine::compiled {

void append_selectors(EntityId entity, std::span<const EntityId> ancestors,
                      const Selectors& selectors, std::vector<Selector>& satisfied) {
    const auto note = [&](Selector selector) {
        if (selector != kNone) satisfied.push_back(selector);
    };
    note(selectors.find_equal(entity));
    note(selectors.find_in(entity));
    for (const EntityId ancestor : ancestors) {
        // In a cycle an entity is its own ancestor.
        if (ancestor != entity) note(selectors.find_in(ancestor));
    }
    std::sort(satisfied.begin(), satisfied.end());
}

void Hierarchy::describe(EntityId entity, EntityData& data, const Selectors& selectors) {
    data.walks = listed_ >= budget_ && !parents_[entity].empty();
    const auto above = keep(data.walks ? parents_[entity] : ancestors_of(entity));
    data.ancestors = above.data();
    data.ancestor_count = static_cast<std::uint32_t>(above.size());
    std::vector<Selector> list;
    append_selectors(entity, data.walks ? std::span<const EntityId>() : above, selectors, list);
    const auto satisfied = keep(std::move(list));
    data.selectors = satisfied.data();
    data.selector_count = static_cast<std::uint32_t>(satisfied.size());
}

// Every entity once, without recursion.
std::vector<EntityId> Hierarchy::ancestors_of(EntityId entity) {
    ++search_;
    std::vector<EntityId> reached;
    const auto climb = [&](EntityId from) {
        for (const EntityId parent : parents_[from]) {
            if (std::exchange(seen_[parent], search_) != search_) reached.push_back(parent);
        }
    };
    climb(entity);
    for (std::size_t next = 0; next < reached.size(); ++next) climb(reached[next]);
    listed_ += reached.size();
    std::sort(reached.begin(), reached.end());
    return reached;
}

std::span<const std::uint32_t> Hierarchy::keep(std::vector<std::uint32_t> numbers) {
    if (numbers.empty()) return {};
    return kept_.emplace_back(std::move(numbers));
}

}  // namespace postvern::policy::engine::compiled
