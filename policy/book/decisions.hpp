// The corpus of decision tests: a JSON text {"entities": [...], "requests": [{"principal",
// "action", "resource", "context", "decision", "reason"}]}, decided anew. Pure functions.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "policy/assembly.hpp"
#include "policy/engine/rule_set.hpp"

namespace postvern::policy::book {

// What the corpus shows of one rule.
struct RuleDecisions {
    std::size_t count = 0;  // requests that it decided, alone or with others
    std::vector<std::string>
        examples;  // two of them as sentences; where it decided alone, if it did
};

struct Decisions {
    std::size_t requests = 0;
    std::size_t permitted = 0;
    std::map<std::string, RuleDecisions> by_rule;  // by id
    std::vector<std::string> different;            // decided otherwise than the corpus says
};

// Throws language::SyntaxError for a text that is none.
Decisions decide_corpus(const engine::RuleSet& rules, const RulebookFile& corpus);

}  // namespace postvern::policy::book
