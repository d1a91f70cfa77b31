// Values of Cedar as JSON, with the escapes {"__entity"} and {"__extn"} (entities-syntax).
// Not thread-safe, because a Writer is not.
#pragma once

#include "policy/language/entity.hpp"
#include "policy/language/json/writer.hpp"
#include "policy/language/value.hpp"

namespace postvern::policy::language::json {

void write_value(Writer& writer, const Value& value);

// {"type", "id"}, without the escape.
void write_uid(Writer& writer, const EntityUid& uid);

// {"uid", "attrs", "parents", "tags"}
void write_entity(Writer& writer, const Entity& entity);

}  // namespace postvern::policy::language::json
