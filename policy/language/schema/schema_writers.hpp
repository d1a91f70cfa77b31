// From declarations back to text, in either syntax: what is read again says the same. Pure
// functions, thread-safe.
#pragma once

#include <string>

#include "policy/language/schema/schema_syntax.hpp"

namespace postvern::policy::language::schema {

// In the human syntax. Throws SyntaxError, without a place, if it has no words for the schema: for
// a reference to an entity type of whose name there is a common type as well, or for entities
// whose attributes are a common type.
std::string to_text(const SchemaSyntax& schema);

// In the JSON syntax, indented.
std::string to_json(const SchemaSyntax& schema);

}  // namespace postvern::policy::language::schema
