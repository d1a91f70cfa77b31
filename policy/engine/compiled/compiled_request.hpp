// A question in numbers: what the engine decides. Plain value that borrows: the context and what
// the request itself says about entities live in a RequestBuilder or a PreparedRequest.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "policy/engine/compiled/cell.hpp"
#include "policy/engine/compiled/entity_data.hpp"

namespace postvern::policy::engine::compiled {

// What a request says beyond the EntityTable: names that the table does not know, numbered behind
// the table's, and entities that the request describes.
struct Locals {
    struct Described {
        EntityId entity;
        EntityData data;
    };

    std::span<const std::string_view> texts;
    std::span<const EntityData> entities;
    std::span<const Described> described;  // entities of the table that the request describes
};

struct CompiledRequest {
    EntityId principal = kNone;
    EntityId action = kNone;
    EntityId resource = kNone;
    const Cell* context = nullptr;   // a record's head
    const Locals* locals = nullptr;  // null: nothing beyond the table
};

}  // namespace postvern::policy::engine::compiled
