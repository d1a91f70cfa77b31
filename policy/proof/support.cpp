// Which rules a theorem stands on: those without which it would not be proven.
#include <algorithm>
#include <set>
#include <utility>

#include "policy/proof/contradiction.hpp"
#include "policy/proof/inputs.hpp"
#include "policy/proof/prover.hpp"
#include "policy/proof/rulebook.hpp"
#include "policy/rules_access.hpp"

namespace postvern::policy {

namespace proof {

namespace {

// One theorem, environment by environment.
class Support {
  public:
    Support(const Claim& claim, Prover& prover, const ProofOptions& options)
        : claim_(claim), prover_(prover), timeout_(options.timeout) {}

    void examine(Encoder& encoder, const RulebookMeaning& meaning) {
        if (!holds_) return;
        const TermPointer matches = meaning_of(claim_.syntax, encoder).satisfied;
        if (matches->is(false)) return;
        if (may_fail(encoder, matches, meaning)) {
            holds_ = false;
            rules_.clear();
            return;
        }
        for (const auto* parts : {&meaning.permits(), &meaning.forbids()}) {
            for (const auto& part : *parts) {
                if (rules_.contains(part.policy)) continue;
                if (may_fail(encoder, matches, meaning.without(*part.policy)))
                    rules_.insert(part.policy);
            }
        }
    }

    TheoremSupport finish(std::span<const engine::Policy> rules) const {
        TheoremSupport support{claim_.id, {}};
        for (const engine::Policy& rule : rules) {
            if (rules_.contains(&rule)) support.rules.push_back(rule.id());
        }
        return support;
    }

  private:
    // Not proven counts as failing.
    bool may_fail(Encoder& encoder, TermPointer matches, const RulebookMeaning& meaning) {
        Terms& terms = encoder.facts().terms();
        std::chrono::microseconds patience = timeout_;
        const TermPointer goal = terms.all_of({matches, contradiction(claim_, meaning, terms)});
        return prover_.find(goal, encoder.environment(), patience).answer != Answer::unsatisfiable;
    }

    const Claim& claim_;
    Prover& prover_;
    std::chrono::microseconds timeout_;
    std::set<const engine::Policy*> rules_;
    bool holds_ = true;
};

}  // namespace

}  // namespace proof

std::vector<TheoremSupport> find_support(std::span<const RulebookFile> rulebook,
                                         std::span<const RulebookFile> theorems,
                                         const std::optional<RulebookFile>& schema,
                                         const ProofOptions& options) {
    const proof::SchemaInUse in_use(schema);
    const proof::Rulebook rules(proof::sources_of(rulebook), in_use.schema());
    const auto claims = proof::read_claims(proof::sources_of(theorems), in_use.schema());
    proof::Prover prover(in_use.schema());
    std::vector<proof::Support> supports;
    for (const auto& claim : claims) supports.emplace_back(claim, prover, options);
    for (const auto& environment : in_use.schema().environments()) {
        proof::Encoder encoder(prover.facts(), environment);
        const proof::RulebookMeaning meaning(rules.rules(), encoder);
        for (auto& each : supports) each.examine(encoder, meaning);
    }
    std::vector<TheoremSupport> found;
    for (const auto& each : supports) found.push_back(each.finish(rules.rules()));
    return found;
}

}  // namespace postvern::policy
