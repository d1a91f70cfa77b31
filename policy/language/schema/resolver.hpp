// From declarations as written to a Schema: names resolved, common types replaced by what they
// stand for, hierarchies closed. Pure, thread-safe.
#pragma once

#include "policy/language/schema/schema.hpp"
#include "policy/language/schema/schema_syntax.hpp"
#include "policy/language/source.hpp"

namespace postvern::policy::language::schema {

// Throws SyntaxError, at the place in `source` from which `syntax` was read, if a name is not
// declared or shadows another, a common type or an action contains itself, the shape of an entity
// type or a context is no record, or a limit is exceeded.
Schema resolve(const SchemaSyntax& syntax, const SourceText& source);

}  // namespace postvern::policy::language::schema
