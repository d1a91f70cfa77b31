// What is known about the entities of a request: attributes, and the hierarchy of parents
// (syntax-entity). Filled by one thread; then any number may read.
#pragma once

#include <unordered_map>
#include <vector>

#include "policy/engine/values.hpp"
#include "policy/language/entity.hpp"

namespace postvern::policy::engine {

using language::Entity;

class Entities {
  public:
    // Throws std::invalid_argument if an entity of that uid is there already: two answers to one
    // question about a resource must not silently become one.
    void add(Entity entity);

    // The entity, or null. Valid until the next add().
    const Entity* find(const EntityUid& uid) const;

    // Cedar's `in`: whether `descendant` is `ancestor`, or has it among its parents, their parents
    // and so on. Entities that are unknown have no parents. Cycles end the search, not the program.
    bool is_in(const EntityUid& descendant, const EntityUid& ancestor) const;

  private:
    std::unordered_map<EntityUid, Entity, language::EntityUidHash> entities_;
};

}  // namespace postvern::policy::engine
