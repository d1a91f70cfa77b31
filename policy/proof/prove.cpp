#include <utility>

#include "policy/engine/assessment.hpp"
#include "policy/engine/house_schema.hpp"
#include "policy/proof/concrete_case.hpp"
#include "policy/proof/contradiction.hpp"
#include "policy/proof/inputs.hpp"
#include "policy/proof/policy_meaning.hpp"
#include "policy/proof/prover.hpp"
#include "policy/proof/rulebook.hpp"
#include "policy/proof/theorem.hpp"
#include "policy/tools/judge.hpp"

namespace postvern::policy {

namespace proof {

namespace {

using language::schema::RequestEnvironment;
using language::schema::Schema;

// Whether a decision contradicts a claim that matches its request.
bool contradicts(const Claim& claim, const Rulebook& rulebook, const engine::Response& response,
                 const World& world) {
    switch (claim.kind) {
        case ClaimKind::denied:
            return response.permitted;
        case ClaimKind::permitted:
            return !response.permitted;
        case ClaimKind::at_least:
            return response.permitted && rulebook.record_of(response, world) < claim.strength;
        case ClaimKind::at_most:
            return rulebook.record_of(response, world) > claim.strength;
        case ClaimKind::no_error:
            break;
    }
    for (const auto& failure : response.errors) {
        if (failure.policy->syntax.effect == language::Effect::forbid) return true;
    }
    return false;
}

std::string to_text(const RequestEnvironment& environment) {
    return environment.principal->name + ", " + environment.action->uid.id + ", " +
           environment.resource->name;
}

// Proves one claim, environment by environment, until one of them decides it.
class Proof {
  public:
    Proof(const Claim& claim, const Rulebook& rulebook, Prover& prover, const ProofOptions& options)
        : claim_(claim), rulebook_(rulebook), prover_(prover), patience_(options.timeout) {
        report_.id = claim.id;
        report_.statement = claim.statement;
        report_.file = claim.file;
        report_.line = claim.line;
        report_.outcome = ProofOutcome::proven;
    }

    // `meaning` is asked for only if the claim speaks of the environment.
    template <class MeaningOf>
    void examine(Encoder& encoder, const MeaningOf& meaning) {
        if (report_.outcome != ProofOutcome::proven) return;
        const Clock clock(report_.milliseconds);
        const TermPointer matches = meaning_of(claim_.syntax, encoder).satisfied;
        if (matches->is(false)) return;
        ++report_.environments;
        Terms& terms = encoder.facts().terms();
        const TermPointer goal = terms.all_of({matches, contradiction(claim_, meaning(), terms)});
        const Finding finding = prover_.find(goal, encoder.environment(), patience_);
        if (finding.answer == Answer::unknown) {
            undecided(finding.reason + " (" + to_text(encoder.environment()) + ")");
        } else if (finding.answer == Answer::satisfiable) {
            replay(*finding.world, goal, encoder.facts().schema());
        } else if (!speaks_) {
            const Finding request = prover_.find(matches, encoder.environment(), patience_);
            speaks_ = request.answer == Answer::satisfiable;
            if (request.answer == Answer::unknown) silence_ = request.reason;
        }
    }

    // A claim that speaks of nothing is a slip of the pen, not a theorem.
    TheoremReport finish() && {
        if (report_.outcome == ProofOutcome::proven && !speaks_) {
            undecided(silence_.empty() ? "it speaks of no request at all"
                                       : "whether it speaks of any request: " + silence_);
        }
        return std::move(report_);
    }

  private:
    class Clock {
      public:
        explicit Clock(double& total) : total_(total) {}
        ~Clock() {
            total_ +=
                std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin_)
                    .count();
        }
        Clock(const Clock&) = delete;
        Clock& operator=(const Clock&) = delete;

      private:
        double& total_;
        const std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
    };

    void undecided(std::string reason) {
        report_.outcome = ProofOutcome::undecided;
        report_.reason = std::move(reason);
    }

    bool matches(const World& world) const {
        engine::Entities known;
        for (const auto& entity : world.entities) known.add(entity);
        for (const auto& [uid, action] : prover_.facts().schema().actions()) {
            known.add({uid, {}, action.parents, {}});
        }
        const engine::Evaluator evaluator(known, world.request);
        return engine::assess(claim_.syntax, evaluator).satisfaction ==
               engine::Satisfaction::satisfied;
    }

    bool refutes(const World& world) const {
        return matches(world) && contradicts(claim_, rulebook_, rulebook_.ask(world), world);
    }

    // A counterexample counts only if the engines that decide for real agree with it.
    void replay(const World& world, TermPointer goal, const Schema& schema) {
        const auto shows = [&](const World& each) {
            return !find_fault(each, schema) && refutes(each);
        };
        if (!shows(world)) return not_replayed(world, goal, schema);
        try {
            const World small = make_small(world, shows);
            const engine::Response response = rulebook_.ask_both(small);
            report_.outcome = ProofOutcome::refuted;
            report_.counterexample = describe(small, rulebook_.to_text(response, small));
        } catch (const tools::EnginesDiffer& fault) {
            undecided(std::string("FAULT OF THE ENGINE: ") + fault.what());
        }
    }

    void not_replayed(const World& world, TermPointer goal, const Schema& schema) {
        const std::string beyond = beyond_in(goal);
        if (!beyond.empty()) return undecided("it depends on what cannot be encoded: " + beyond);
        const auto fault = find_fault(world, schema);
        undecided("FAULT OF THE PROVER: its counterexample does not hold (" +
                  fault.value_or(rulebook_.to_text(rulebook_.ask(world), world)) +
                  "): " + describe(world, {}).sentence);
    }

    const Claim& claim_;
    const Rulebook& rulebook_;
    Prover& prover_;
    std::chrono::microseconds patience_;
    TheoremReport report_;
    bool speaks_ = false;
    std::string silence_;  // why it is not known whether it speaks of a request
};

}  // namespace

}  // namespace proof

std::string_view name_of(ProofOutcome outcome) {
    switch (outcome) {
        case ProofOutcome::proven:
            return "proven";
        case ProofOutcome::refuted:
            return "refuted";
        case ProofOutcome::undecided:
            break;
    }
    return "not decided";
}

std::vector<TheoremReport> prove(std::span<const RulebookFile> rulebook,
                                 std::span<const RulebookFile> theorems,
                                 const std::optional<RulebookFile>& schema,
                                 const ProofOptions& options) {
    const proof::SchemaInUse in_use(schema);
    const proof::Rulebook rules(proof::sources_of(rulebook), in_use.schema());
    const auto claims = proof::read_claims(proof::sources_of(theorems), in_use.schema());
    proof::Prover prover(in_use.schema());
    std::vector<proof::Proof> proofs;
    for (const auto& claim : claims) proofs.emplace_back(claim, rules, prover, options);
    for (const auto& environment : in_use.schema().environments()) {
        proof::Encoder encoder(prover.facts(), environment);
        std::optional<proof::RulebookMeaning> meaning;
        const auto meaning_of_rules = [&]() -> const proof::RulebookMeaning& {
            if (!meaning) meaning.emplace(rules.rules(), encoder);
            return *meaning;
        };
        for (auto& each : proofs) each.examine(encoder, meaning_of_rules);
    }
    std::vector<TheoremReport> reports;
    for (auto& each : proofs) reports.push_back(std::move(each).finish());
    return reports;
}

}  // namespace postvern::policy
