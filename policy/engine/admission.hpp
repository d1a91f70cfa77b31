// Which rules may be loaded: those that are well typed under a schema, and of the forbids only
// those whose evaluation is proven free of errors. Cedar skips a policy that errs; a forbid that
// errs would so permit what it was written to prevent, and the Gate, which denies instead, would
// deny what nobody meant to. Pure function, thread-safe.
#pragma once

#include "policy/engine/rule_set.hpp"
#include "policy/language/schema/schema.hpp"

namespace postvern::policy::engine {

// Throws SyntaxError at the first place in the rules that keeps them from being loaded.
void admit(const RuleSet& rules, const language::schema::Schema& schema);

}  // namespace postvern::policy::engine
