#include <utility>

#include "policy/proof/concrete_case.hpp"
#include "policy/proof/inputs.hpp"
#include "policy/proof/policy_meaning.hpp"
#include "policy/proof/prover.hpp"
#include "policy/proof/rulebook.hpp"
#include "policy/tools/judge.hpp"

namespace postvern::policy {

namespace proof {

namespace {

using language::schema::RequestEnvironment;

// Two rulebooks side by side, environment by environment.
class Comparison {
  public:
    Comparison(const Rulebook& earlier, const Rulebook& later, Prover& prover,
               const ProofOptions& options)
        : earlier_(earlier), later_(later), prover_(prover), patience_(options.timeout) {}

    void examine(const RequestEnvironment& environment) {
        Encoder encoder(prover_.facts(), environment);
        const TermPointer before = RulebookMeaning(earlier_.rules(), encoder).permitted();
        const TermPointer after = RulebookMeaning(later_.rules(), encoder).permitted();
        Terms& terms = encoder.facts().terms();
        look(ChangeKind::newly_permitted, environment, terms.all_of({after, terms.negate(before)}));
        look(ChangeKind::newly_denied, environment, terms.all_of({before, terms.negate(after)}));
    }

    std::vector<RuleChange> finish() && { return std::move(changes_); }

  private:
    void look(ChangeKind kind, const RequestEnvironment& environment, TermPointer goal) {
        const Finding finding = prover_.find(goal, environment, patience_);
        if (finding.answer == Answer::unsatisfiable) return;
        RuleChange change{kind,
                          environment.principal->name,
                          environment.action->uid.id,
                          environment.resource->name,
                          {},
                          {},
                          finding.reason};
        if (finding.world) replay(change, *finding.world, goal);
        changes_.push_back(std::move(change));
    }

    bool shows(ChangeKind kind, const World& world) const {
        const bool permits = kind == ChangeKind::newly_permitted;
        return !find_fault(world, prover_.facts().schema()) &&
               earlier_.ask(world).permitted != permits && later_.ask(world).permitted == permits;
    }

    void replay(RuleChange& change, const World& world, TermPointer goal) const {
        if (!shows(change.kind, world)) {
            const std::string beyond = beyond_in(goal);
            change.reason = beyond.empty() ? "FAULT OF THE PROVER: its example does not hold: " +
                                                 describe(world, {}).sentence
                                           : "it depends on what cannot be encoded: " + beyond;
            return;
        }
        const World small =
            make_small(world, [&](const World& each) { return shows(change.kind, each); });
        try {
            change.before = earlier_.to_text(earlier_.ask_both(small), small);
            change.example = describe(small, later_.to_text(later_.ask_both(small), small));
        } catch (const tools::EnginesDiffer& fault) {
            change.reason = std::string("FAULT OF THE ENGINE: ") + fault.what();
        }
    }

    const Rulebook& earlier_;
    const Rulebook& later_;
    Prover& prover_;
    std::chrono::microseconds patience_;
    std::vector<RuleChange> changes_;
};

}  // namespace

}  // namespace proof

std::vector<RuleChange> compare_rulebooks(std::span<const RulebookFile> earlier,
                                          std::span<const RulebookFile> later,
                                          const std::optional<RulebookFile>& schema,
                                          const ProofOptions& options) {
    const proof::SchemaInUse in_use(schema);
    const proof::Rulebook before(proof::sources_of(earlier), in_use.schema());
    const proof::Rulebook after(proof::sources_of(later), in_use.schema());
    proof::Prover prover(in_use.schema());
    proof::Comparison comparison(before, after, prover, options);
    for (const auto& environment : in_use.schema().environments()) comparison.examine(environment);
    return std::move(comparison).finish();
}

}  // namespace postvern::policy
