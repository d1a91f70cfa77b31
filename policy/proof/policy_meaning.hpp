// Policies and rulebooks as terms, in one request environment (authorization, as the Gate decides).
// Pure but for the terms they make.
#pragma once

#include <span>
#include <vector>

#include "policy/decision.hpp"
#include "policy/engine/rule_set.hpp"
#include "policy/engine/verdict.hpp"
#include "policy/proof/encoder.hpp"

namespace postvern::policy::proof {

struct PolicyMeaning {
    TermPointer satisfied;
    TermPointer fails;  // cannot be evaluated
};

// The counterpart of engine::assess.
PolicyMeaning meaning_of(const language::PolicySyntax& policy, Encoder& encoder);

// What a rulebook says to any request of one environment. The counterpart of engine::decide, in
// house mode: a forbid that fails denies, a permit that fails does not apply.
class RulebookMeaning {
  public:
    // A rule that some request of the environment may determine.
    struct Part {
        const engine::Policy* policy;
        TermPointer applies;  // determines the decision, if the decision is of its kind
        TermPointer fails;    // cannot be evaluated
    };

    RulebookMeaning(std::span<const engine::Policy> rules, Encoder& encoder);

    // Of the rulebook without this rule.
    RulebookMeaning without(const engine::Policy& rule) const;

    const std::vector<Part>& permits() const { return permits_; }
    const std::vector<Part>& forbids() const { return forbids_; }

    TermPointer permitted() const { return permitted_; }
    // Some forbid cannot be evaluated.
    TermPointer forbid_fails() const { return forbid_fails_; }
    // The request is permitted (denied), and the decision is recorded at least so strongly: as the
    // strongest of the policies that decided says, as an entry where none of them says anything,
    // and where none decided, as Gate::State::decide has it.
    TermPointer permitted_and_at_least(RecordStrength strength) const;
    TermPointer denied_and_at_least(RecordStrength strength) const;

  private:
    void combine();
    TermPointer at_least(const std::vector<Part>& parts, RecordStrength strength) const;
    TermPointer any(const std::vector<Part>& parts) const;

    Terms& terms_;
    std::vector<Part> permits_;
    std::vector<Part> forbids_;
    TermPointer permitted_;
    TermPointer forbid_fails_;
    RecordStrength of_refusal_;
};

using engine::record_of_refusal;

}  // namespace postvern::policy::proof
