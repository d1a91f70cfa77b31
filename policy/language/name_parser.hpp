// Names of types and entities (syntax-grammar, Path and Entity), for expressions and scopes.
#pragma once

#include <optional>
#include <string>
#include <string_view>

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

// Whether `text` is Path and nothing else, without white space, as JSON holds a type.
bool is_type_name(std::string_view text);

// Whether entities of this type are actions: Action, or Namespace::Action.
bool is_action_type(std::string_view type);

// Whether `text` is an identifier, reserved or not, as the names of annotations are.
bool is_identifier(std::string_view text);

// Whether `text` may be written without quotes as the name of an attribute.
bool is_attribute_identifier(std::string_view text);

}  // namespace postvern::policy::language
