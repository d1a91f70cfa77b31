// Policies, templates and policy sets in JSON (json-format). Pure functions, thread-safe.
#pragma once

#include <memory>
#include <string>

#include "policy/language/json/document.hpp"
#include "policy/language/json/writer.hpp"
#include "policy/language/policy_set.hpp"
#include "policy/language/policy_syntax.hpp"

namespace postvern::policy::language::json {

// One policy or template: {"effect", "principal", "action", "resource", "conditions"} and perhaps
// "annotations". Throws SyntaxError. The spans of the result point into the document.
PolicySyntax read_policy(const Document& document, const Node& node);

// {"staticPolicies", "templates", "templateLinks"}, each of which may be missing. Static policies
// are an object by id or, as Cedar's programming interfaces take them, a list or one text of Cedar,
// whose ids are policy0, policy1, ...; a policy or template may be a text of Cedar instead of an
// object. Throws SyntaxError, also where an id stands twice or a link does not fit its template.
PolicySet read_policy_set(const Document& document, const Node& node);

// Each throws std::length_error if an expression nests deeper than JSON readers may read.
void write_policy(Writer& writer, const PolicySyntax& policy);
void write_policy_set(Writer& writer, const PolicySet& policies);

// The same as a text, indented.
std::string to_json(const PolicySyntax& policy);
std::string to_json(const PolicySet& policies);

}  // namespace postvern::policy::language::json
