// Whether requests and entities are what a schema says they are (validation): what the types of
// policies are worth. The verdict is that of Cedar's own check. Pure functions, thread-safe.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "policy/language/entity.hpp"
#include "policy/language/request.hpp"
#include "policy/language/schema/schema.hpp"

namespace postvern::policy::language::validation {

// The first thing that does not conform, in one line: what was expected and what was found;
// nothing if all does.
using Nonconformance = std::optional<std::string>;

// Types of principal and resource that the action applies to, ids that an enumerated type has, and
// the context that the action declares.
Nonconformance check_request(const schema::Schema& schema, const Request& request);

// The context of `request` alone.
Nonconformance check_context(const schema::Schema& schema, const EntityUid& action,
                             const Record& context);

// Of each entity: a declared type, its attributes and tags, and ancestors (parents, their parents
// among `entities` and so on) of the types it may be in. Entities of actions have to be exactly
// what the schema says.
Nonconformance check_entities(const schema::Schema& schema, std::span<const Entity> entities);

// Whether `value` is of the type, in all its parts.
bool conforms(const Value& value, const schema::Type& type);

// Whether an entity of this type may have the id: any, unless the type enumerates them.
bool is_declared_id(const schema::EntityTypeDeclaration& type, std::string_view id);

// Whether `type` is that of actions, declared or not: Action, or Namespace::Action.
bool is_action_type(std::string_view type);

}  // namespace postvern::policy::language::validation
