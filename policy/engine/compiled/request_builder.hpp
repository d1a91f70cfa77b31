// Makes requests of what a host holds: strings, numbers, attributes. Reusable: after a few requests
// it allocates nothing. One thread at a time. What it makes is valid until the next begin():
// several requests made before that share the entities described so far.
#pragma once

#include <memory>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "policy/engine/compiled/compiled_request.hpp"
#include "policy/engine/compiled/entity_table.hpp"
#include "policy/language/entity.hpp"
#include "policy/language/request.hpp"

namespace postvern::policy::engine::compiled {

// Attributes by name, their values in cells.
struct NamedCell {
    Symbol name;
    Cell value;

    friend bool operator<(const NamedCell& left, const NamedCell& right) {
        return left.name < right.name;
    }
};

class RequestBuilder {
  public:
    explicit RequestBuilder(std::shared_ptr<const EntityTable> table);

    const EntityTable& table() const { return *table_; }

    // Forgets the last request.
    void begin();

    // --- Names. Texts are borrowed until the next begin(). ---
    Symbol symbol(std::string_view text);
    EntityId entity(Symbol type, std::string_view id);
    EntityId entity(std::string_view type, std::string_view id) { return entity(symbol(type), id); }
    EntityId entity(const language::EntityUid& uid) { return entity(uid.type, uid.id); }

    // --- Values. Booleans, numbers and entities: see cell.hpp. ---
    Cell text(std::string_view value) { return string_cell(symbol(value)); }
    Cell set(std::span<const Cell> elements);
    // Of distinct names, in any order: sorts them. Absent values are left out.
    const Cell* record(std::span<NamedCell> fields);
    Cell encode(const language::Value& value);
    const Cell* encode(const language::Record& record);

    // --- What the request says of entities; of a few: many belong into a table. Throws
    // std::logic_error for one that the table or this request has described, and for parents of
    // one that entities of the table are below. ---
    void describe(EntityId entity, const Cell* attributes, std::span<const EntityId> parents = {},
                  const Cell* tags = nullptr);
    void describe(const language::Entity& entity);

    // The request. Call it last.
    CompiledRequest finish(EntityId principal, EntityId action, EntityId resource,
                           const Cell* context);
    CompiledRequest finish(const language::Request& request);

  private:
    struct LocalUid {
        Symbol type;
        std::string_view id;
    };

    struct Pending {
        EntityId entity;
        std::span<const EntityId> parents;
    };

    // What the request has of its own on this entity, or null.
    EntityData* find_local(EntityId entity);
    std::span<const std::uint32_t> keep(std::span<const std::uint32_t> numbers);
    void complete(const Pending& one);
    void set_above(const Pending& one, bool walks);

    std::shared_ptr<const EntityTable> table_;  // shared with other threads' builders
    CellArena arena_;
    Shapes shapes_;
    std::vector<std::string_view> texts_;
    std::vector<LocalUid> uids_;
    std::vector<EntityData> entities_;
    std::vector<Locals::Described> described_;
    std::vector<Pending> pending_;  // described, ancestors not yet known
    HashIndex symbols_;
    HashIndex entity_index_;
    Locals locals_;
    // Room for work on one entity, and for a record's names.
    std::vector<EntityId> reached_;
    std::vector<const Pending*> climbing_;
    std::vector<Selector> selected_;
    std::vector<Symbol> names_;
};

}  // namespace postvern::policy::engine::compiled
