// The entity constants of an image as questions to an entity, numbered densely: is it this one
// (`== C`), is it this one or below it (`in C`)? An EntityTable answers all of them beforehand, so
// that a scope is looked up instead of tested. Not thread-safe while it grows.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "policy/engine/compiled/cell.hpp"

namespace postvern::policy::engine::compiled {

using Selector = std::uint32_t;

class Selectors {
  public:
    Selector equal_to(EntityId constant) { return number(equal_, constant, false); }
    Selector in(EntityId constant) { return number(in_, constant, true); }

    // What was numbered for `entity`, or kNone.
    Selector find_equal(EntityId entity) const { return find(equal_, entity); }
    Selector find_in(EntityId entity) const { return find(in_, entity); }

    std::size_t count() const { return constants_.size(); }
    EntityId constant(Selector selector) const { return constants_[selector].entity; }
    bool includes_descendants(Selector selector) const { return constants_[selector].descendants; }

  private:
    struct Constant {
        EntityId entity;
        bool descendants;
    };

    Selector number(std::vector<Selector>& numbers, EntityId constant, bool descendants);
    static Selector find(const std::vector<Selector>& numbers, EntityId entity) {
        return entity < numbers.size() ? numbers[entity] : kNone;
    }

    std::vector<Constant> constants_;
    std::vector<Selector> equal_;  // by EntityId
    std::vector<Selector> in_;
};

}  // namespace postvern::policy::engine::compiled
