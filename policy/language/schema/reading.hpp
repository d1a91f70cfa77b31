// The entry point of the folder: a schema text, in either syntax, to a Schema. Pure, thread-safe.
#pragma once

#include <cstdint>

#include "policy/language/schema/schema.hpp"
#include "policy/language/source.hpp"

namespace postvern::policy::language::schema {

enum class SchemaFormat : std::uint8_t { human, json };

// Which of the two a text is: JSON begins with '{', which no human schema does.
SchemaFormat detect_format(const Source& source);

// Throws SyntaxError, with the place, unless the text is a schema that Cedar accepts and that
// exceeds no limit.
Schema read_schema(Source source, SchemaFormat format);

}  // namespace postvern::policy::language::schema
