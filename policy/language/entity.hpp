// An entity as the host describes it (syntax-entity): attributes, parents and tags. Plain value.
#pragma once

#include <vector>

#include "policy/language/value.hpp"

namespace postvern::policy::language {

struct Entity {
    EntityUid uid;
    Record attributes;
    std::vector<EntityUid> parents;
    Record tags{};
};

}  // namespace postvern::policy::language
