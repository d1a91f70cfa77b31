// Policies and schemas from one form into another. Pure functions, thread-safe; all throw
// language::SyntaxError (a std::runtime_error with file, line and column).
#pragma once

#include <string>

#include "policy/assembly.hpp"

namespace postvern::policy {

// The policies in the one layout that the house has: the same meaning, comments kept. Formatting
// twice changes nothing.
std::string format_policies(const RulebookFile& file);

// Policies in Cedar text to a policy set in JSON (staticPolicies, templates, templateLinks), and
// back: what the text begins with tells. Ids are policy0, policy1, ...; back to text they become
// annotations only if they stand as such.
std::string translate_policies(const RulebookFile& file);

// A schema likewise, between Cedar's own syntax and JSON.
std::string translate_schema(const RulebookFile& file);

}  // namespace postvern::policy
