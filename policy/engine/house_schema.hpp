// The schema of the questions that the Gate asks: policy/rulebook/schema.cedarschema, built in,
// because what the Gate says of principals, resources and the context is a matter of the program
// and not of a site.
#pragma once

#include <vector>

#include "policy/language/entity.hpp"
#include "policy/language/schema/schema.hpp"
#include "policy/language/source.hpp"

namespace postvern::policy::engine {

// Its name and text.
const language::Source& house_schema_source();

// Thread-safe. Lives as long as the program.
const language::schema::Schema& house_schema();

// Its actions with the groups that they are in: entities that every question takes for granted.
std::vector<language::Entity> house_actions();

}  // namespace postvern::policy::engine
