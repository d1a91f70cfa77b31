// From the JSON schema syntax to declarations (json-schema-grammar). Pure, thread-safe. All or
// nothing: the first error throws SyntaxError, with the place in the JSON text.
#pragma once

#include "policy/language/json/document.hpp"
#include "policy/language/schema/schema_syntax.hpp"

namespace postvern::policy::language::schema {

SchemaSyntax read_json_schema(const json::Document& document);

}  // namespace postvern::policy::language::schema
