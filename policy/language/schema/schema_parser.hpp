// From the human schema syntax to declarations (human-readable-schema-grammar): recursive descent,
// one function per production. Pure, thread-safe. All or nothing: the first error throws
// SyntaxError.
#pragma once

#include "policy/language/schema/schema_syntax.hpp"
#include "policy/language/source.hpp"

namespace postvern::policy::language::schema {

SchemaSyntax parse_schema(const SourceText& source);

}  // namespace postvern::policy::language::schema
