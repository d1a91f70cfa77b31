// What a string token means: its escapes resolved (syntax-grammar, STR and PAT). Pure functions.
#pragma once

#include <string>

#include "policy/language/pattern.hpp"
#include "policy/language/source.hpp"
#include "policy/language/token.hpp"

namespace postvern::policy::language {

// The text of a STR token. Escapes: \" \' \\ \n \r \t \0 \xHH (up to 7F) \u{1 to 6 hex digits}.
// Throws SyntaxError, pointing at the escape, on any other, and on a raw carriage return, which
// Rust's string literals do not allow either.
std::string read_string(const SourceText& source, const Token& token);

// The pattern of a PAT token: `*`, also written \x2a or \u{2a}, is the wildcard, and \* is a star.
Pattern read_pattern(const SourceText& source, const Token& token);

}  // namespace postvern::policy::language
