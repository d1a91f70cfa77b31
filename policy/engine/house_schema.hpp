// The schema of the questions that the Gate asks: policy/rulebook/schema.cedarschema, built in,
// because what the Gate says of principals, resources and the context is a matter of the program
// and not of a site.
#pragma once

#include "policy/language/schema/schema.hpp"
#include "policy/language/source.hpp"

namespace postvern::policy::engine {

// Its name and text.
const language::Source& house_schema_source();

// Thread-safe. Lives as long as the program.
const language::schema::Schema& house_schema();

}  // namespace postvern::policy::engine
