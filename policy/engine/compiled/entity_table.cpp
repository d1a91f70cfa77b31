#include "policy/engine/compiled/entity_table.hpp"

#include <stdexcept>
#include <utility>

#include "policy/engine/compiled/encoder.hpp"

namespace postvern::policy::engine::compiled {

EntityTable::EntityTable(std::shared_ptr<const Image> image)
    : image_(std::move(image)),
      vocabulary_(image_->program().vocabulary),
      shapes_(image_->program().attributes) {}

std::shared_ptr<const EntityTable> EntityTable::make(std::shared_ptr<const Image> image,
                                                     std::span<const language::Entity> entities,
                                                     std::span<const std::string_view> names,
                                                     std::size_t ancestors) {
    const std::shared_ptr<EntityTable> table(new EntityTable(std::move(image)));
    for (const std::string_view name : names) table->vocabulary_.symbol(name);
    table->fill(entities, ancestors);
    return table;
}

void EntityTable::fill(std::span<const language::Entity> entities, std::size_t ancestors) {
    struct Described {
        EntityId entity;
        const Cell* attributes;
        const Cell* tags;
        std::vector<EntityId> parents;
    };
    Encoder<Vocabulary> encoder(vocabulary_, shapes_, arena_);
    std::vector<Described> described;
    for (const language::Entity& one : entities) {
        described.push_back({vocabulary_.entity(one.uid),
                             encoder.encode_record(one.attributes),
                             encoder.encode_record(one.tags),
                             {}});
        for (const auto& parent : one.parents) {
            described.back().parents.push_back(vocabulary_.entity(parent));
        }
    }
    // Now every entity that is spoken of has its number.
    entities_.resize(vocabulary_.entities());
    hierarchy_ = std::make_unique<Hierarchy>(entities_.size(), ancestors);
    for (Described& one : described) {
        EntityData& data = entities_[one.entity];
        if (data.attributes != nullptr) {
            throw std::invalid_argument("an entity was described twice");
        }
        data.attributes = one.attributes;
        data.tags = one.tags;
        for (const EntityId parent : one.parents) entities_[parent].has_descendants = true;
        hierarchy_->set_parents(one.entity, std::move(one.parents));
    }
    for (EntityId entity = 0; entity < size(); ++entity) {
        EntityData& data = entities_[entity];
        data.type = vocabulary_.type_of(entity);
        hierarchy_->describe(entity, data, image_->program().selectors);
        image_->slices().place(data, entity);
    }
}

}  // namespace postvern::policy::engine::compiled
