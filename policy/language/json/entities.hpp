// Entities and requests in JSON (entities-syntax). Pure functions, thread-safe; all throw
// SyntaxError. With a schema, values are converted to the types that it declares; whether entities
// and requests conform to it otherwise is for the validator to say.
#pragma once

#include <vector>

#include "policy/language/entity.hpp"
#include "policy/language/json/document.hpp"
#include "policy/language/request.hpp"
#include "policy/language/schema/schema.hpp"

namespace postvern::policy::language::json {

// [{"uid", "attrs", "parents", "tags"}]; tags may be missing. An entity may stand twice if it is
// the same twice. No entity may be among its own ancestors, and ancestors of actions are actions.
// `schema` may be null.
std::vector<Entity> read_entities(const Document& document, const Node& node,
                                  const schema::Schema* schema);

// Adds the schema's actions, with all their groups, that are not among the entities. After these
// were found to conform: of actions among them Cedar demands that they say all of their groups
// themselves.
void add_actions(const schema::Schema& schema, std::vector<Entity>& entities);

// {"principal", "action", "resource", "context"}: a missing context is an empty one, and other
// members are not looked at. Entities are objects, or Cedar text in a string. `schema` may be null.
Request read_request(const Document& document, const Node& node, const schema::Schema* schema);

// An object of attributes; with a schema, those that it declares for the action's context.
Record read_context(const Document& document, const Node& node, const EntityUid& action,
                    const schema::Schema* schema);

}  // namespace postvern::policy::language::json
