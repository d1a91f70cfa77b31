// Clauses of the shipped rulebook that no question can be decided by, as something else always decides it first.
#pragma once

#include <span>
#include <string_view>

namespace postvern::policy::engine::testing {

struct DeadClause {
    std::string_view rule;
    std::string_view text;    // on one line
    std::string_view reason;  // what decides in its place
};

std::span<const DeadClause> dead_clauses();

// Whether `text`, a clause of the rule or a `when` that a clause stands in, is or has a dead clause; which, or null.
const DeadClause* find_dead_clause(std::string_view rule, std::string_view text);

}  // namespace postvern::policy::engine::testing
