// Names of types and entities (syntax-grammar, Path and Entity), for expressions and scopes.
#pragma once

#include <optional>
#include <string>

#include "policy/language/token_stream.hpp"
#include "policy/language/value.hpp"

namespace postvern::policy::language {

// What begins with an identifier: a path, and the id of an entity of that type if one follows.
struct Name {
    std::string path;  // components joined by "::"
    std::optional<std::string> id;
    Span span;
};

// Reads Path ['::' STR]. Each throws SyntaxError where the tokens are something else.
Name parse_name(TokenStream& tokens);

// Reads Path.
std::string parse_type(TokenStream& tokens);

// Reads Path '::' STR.
EntityUid parse_entity(TokenStream& tokens);

}  // namespace postvern::policy::language
