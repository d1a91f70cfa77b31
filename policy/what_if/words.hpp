// The words of a question, looked up in the schema of the house. Pure functions; all throw
// std::invalid_argument for a word that is none, naming the nearest that are.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "policy/language/entity.hpp"
#include "policy/language/schema/schema.hpp"

namespace postvern::policy::what_if {

// Who asks: an entity without attributes, with the roles as parents.
language::Entity read_principal(const language::schema::Schema& schema, const std::string& text);

language::EntityUid read_action(const language::schema::Schema& schema, const std::string& text);

// What is touched; `principal` tells whose it is where only a type was said, or nothing.
language::EntityUid read_resource(const language::schema::Schema& schema, const std::string& text,
                                  const language::EntityUid& principal);

// Throws unless `word` is one of `known`. `role` is what a person calls it: "action".
void demand_known(const std::string& role, const std::string& word,
                  std::span<const std::string_view> known);

// "a, b, c"
std::string list_of(std::span<const std::string_view> names);

}  // namespace postvern::policy::what_if
