// Short ways to a proof, for tests.
#pragma once

#include <string>

#include "policy/rules_proof.hpp"

namespace postvern::policy::proof::testing {

// The one theorem of a text, under a schema and rules given as text.
inline TheoremReport prove_one(const std::string& schema, const std::string& rules,
                               const std::string& theorem, const ProofOptions& options = {}) {
    const std::vector<RulebookFile> rulebook{{"rules.cedar", rules}};
    const std::vector<RulebookFile> theorems{{"theorem.cedar", theorem}};
    return prove(rulebook, theorems, RulebookFile{"small.cedarschema", schema}, options).at(0);
}

inline std::string claim(const std::string& policy, const std::string& annotations = "") {
    return "@id(\"T\") @statement(\"What is claimed.\") " + annotations + " " + policy;
}

inline std::string rule(const std::string& policy, const std::string& id = "R",
                        const std::string& record = "entry") {
    return "@id(\"" + id + "\") @record(\"" + record + "\") " + policy + "\n";
}

}  // namespace postvern::policy::proof::testing
