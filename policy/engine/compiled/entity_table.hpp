// The entities that a host holds for many decisions of one image: attributes flat, ancestors and
// scope constants answered beforehand. Immutable, so that threads may share it.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "policy/engine/compiled/hierarchy.hpp"
#include "policy/engine/compiled/image.hpp"
#include "policy/language/entity.hpp"

namespace postvern::policy::engine::compiled {

class EntityTable {
  public:
    // `names`: attribute names, types and strings that requests will bring and that neither the
    // policies nor the entities know; they are found faster for it. `ancestors`: how many are
    // listed in all before the rest is walked. Throws std::invalid_argument if an entity is
    // described twice.
    static std::shared_ptr<const EntityTable> make(std::shared_ptr<const Image> image,
                                                   std::span<const language::Entity> entities = {},
                                                   std::span<const std::string_view> names = {},
                                                   std::size_t ancestors = Hierarchy::kBudget);

    const Image& image() const { return *image_; }
    const Vocabulary& vocabulary() const { return vocabulary_; }

    std::uint32_t size() const { return static_cast<std::uint32_t>(entities_.size()); }
    // Of every entity that the vocabulary has a number for, also of those only spoken of.
    const EntityData& entity(EntityId entity) const { return entities_[entity]; }

  private:
    explicit EntityTable(std::shared_ptr<const Image> image);

    void fill(std::span<const language::Entity> entities, std::size_t ancestors);

    std::shared_ptr<const Image> image_;  // shared with other tables and whoever decides by it
    Vocabulary vocabulary_;
    Shapes shapes_;
    CellArena arena_;
    std::vector<EntityData> entities_;      // by EntityId
    std::unique_ptr<Hierarchy> hierarchy_;  // owns what the entities point to
};

}  // namespace postvern::policy::engine::compiled
