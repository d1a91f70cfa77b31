// Values written by hand, on a command line: the constants of Cedar and two short forms of them.
// Pure functions, thread-safe.
#pragma once

#include <string>

#include "policy/language/value.hpp"

namespace postvern::policy::language {

// The value of `text`: 7, true, "text", Type::"id", ["a", "b"], {a: 1}; and, because shells eat
// quotes, `word` for "word" and Type::id for Type::"id", of letters, digits and "_-./@+".
// Throws SyntaxError, naming `role` as the file, if it is none of these.
Value parse_constant(const std::string& role, const std::string& text);

// The same, where the value has to be an entity. A single word w is Type::"w" if `type` is given.
EntityUid parse_entity_constant(const std::string& role, const std::string& text,
                                const std::string& type = {});

}  // namespace postvern::policy::language
