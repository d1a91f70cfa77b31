// A rulebook as the prover needs it: its rules, and both engines to ask what they say to one
// request. Immutable, thread-safe; the schema must outlive it.
#pragma once

#include <memory>
#include <span>
#include <string>

#include "policy/engine/authorization.hpp"
#include "policy/engine/rule_set.hpp"
#include "policy/language/schema/schema.hpp"
#include "policy/proof/world.hpp"

namespace postvern::policy::proof {

class Rulebook {
  public:
    // Throws SyntaxError if a file does not parse or a rule is not well typed under the schema. A
    // forbid that may fail is taken: to find that out is a theorem.
    Rulebook(std::span<const language::Source> files, const language::schema::Schema& schema);

    std::span<const engine::Policy> rules() const { return rules_.policies(); }

    // What the interpreter says, and what both engines say, as the Gate decides. The responses
    // refer to this rulebook. Throws tools::EnginesDiffer (ask_both).
    engine::Response ask(const World& world) const;
    engine::Response ask_both(const World& world) const;

    RecordStrength record_of(const engine::Response& response, const World& world) const;
    // "permitted by a, b, recorded as tally"
    std::string to_text(const engine::Response& response, const World& world) const;

  private:
    std::vector<language::Entity> entities_of(const World& world) const;

    const language::schema::Schema& schema_;
    engine::RuleSet rules_;
    language::PolicySet policies_;
};

// Why the world is none that the schema allows; nothing if it is one.
std::optional<std::string> find_fault(const World& world, const language::schema::Schema& schema);

}  // namespace postvern::policy::proof
