#include "policy/engine/entities.hpp"

#include <stdexcept>
#include <unordered_set>
#include <utility>

namespace postvern::policy::engine {

void Entities::add(Entity entity) {
    EntityUid uid = entity.uid;
    const bool added = entities_.try_emplace(std::move(uid), std::move(entity)).second;
    if (!added) throw std::invalid_argument("an entity was described twice");
}

const Entity* Entities::find(const EntityUid& uid) const {
    const auto found = entities_.find(uid);
    return found == entities_.end() ? nullptr : &found->second;
}

bool Entities::is_in(const EntityUid& descendant, const EntityUid& ancestor) const {
    if (descendant == ancestor) return true;
    const Entity* const start = find(descendant);
    if (start == nullptr || start->parents.empty()) return false;
    // Breadth first, without recursion: every entity once, and no depth can exhaust the stack.
    std::vector<const Entity*> reached{start};
    std::unordered_set<const Entity*> seen;
    for (std::size_t next = 0; next < reached.size(); ++next) {
        for (const EntityUid& parent : reached[next]->parents) {
            if (parent == ancestor) return true;
            const Entity* const known = find(parent);
            if (known != nullptr && seen.insert(known).second) reached.push_back(known);
        }
    }
    return false;
}

}  // namespace postvern::policy::engine
