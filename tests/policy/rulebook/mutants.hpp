// The rules that a slip of the pen would make of a rule.
#pragma once

#include <string>
#include <vector>

#include "policy/language/policy_set.hpp"

namespace postvern::policy::engine::testing {

struct Mutant {
    std::string place;  // "file:line: id"
    std::string what;   // "removed", "removed <id> of", "negated" or "boundary of"
    std::string text;   // what that was done to, on one line
    language::PolicySyntax syntax;
};

// Each differs from `entry` in one thing: a part of the scope, a condition, an operand of && or ||, or an
// element of a list is gone; an operand is negated; or a comparison holds at its boundary where it did not, and
// the other way round. `entry` must have been read from a text.
std::vector<Mutant> mutants_of(const language::PolicyEntry& entry);

}  // namespace postvern::policy::engine::testing
