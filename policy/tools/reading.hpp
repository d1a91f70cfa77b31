// Files and parts of documents into the engine's data, for the tools: text or JSON, as what they
// begin with tells. Pure functions, thread-safe. All throw SyntaxError, and std::invalid_argument
// for sets that contradict themselves.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "policy/engine/request.hpp"
#include "policy/language/entity.hpp"
#include "policy/language/json/document.hpp"
#include "policy/language/policy_set.hpp"
#include "policy/language/schema/schema.hpp"

namespace postvern::policy::tools {

// Whether a text is JSON rather than Cedar: its first character that is no space opens a bracket.
bool is_json(std::string_view text);

// Adds the policies of a text: Cedar, one policy in JSON, or a policy set in JSON.
void read_policies(language::Source source, language::IdSource ids, language::PolicySet& into);

language::schema::Schema read_schema(language::Source source);
// In a case: {"cedar": text} or {"json": schema}.
language::schema::Schema read_schema(const language::json::Document& document,
                                     const language::json::Node& node);

// With a schema the types of values come from it, the entities must conform, and its actions are
// there.
std::vector<language::Entity> read_entities(const language::json::Document& document,
                                            const language::json::Node& node,
                                            const language::schema::Schema* schema);

enum class RequestCheck : std::uint8_t { none, schema };

// {"principal", "action", "resource", "context"}; other members are not looked at. With a schema
// the types of the context come from it; with RequestCheck::schema the request must conform.
engine::Request read_request(const language::json::Document& document,
                             const language::json::Node& node,
                             const language::schema::Schema* schema, RequestCheck check);

}  // namespace postvern::policy::tools
