// Proof of theorems about a rulebook, for tools and for whoever loads one: of every request that
// the schema allows and of all that may be known of its entities (docs/proof.md). Part of the
// library postvern_proof. Pure functions, thread-safe. All throw language::SyntaxError (a
// std::runtime_error with file, line and column) for a file that cannot be read or that is not well
// typed under the schema.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "policy/assembly.hpp"

namespace postvern::policy {

enum class ProofOutcome : std::uint8_t {
    proven,
    refuted,    // and here is a counterexample
    undecided,  // not proven, and `reason` says why: it must not be relied upon
};

// "proven", "refuted", "not decided"
std::string_view name_of(ProofOutcome outcome);

// A question with what is known, and what the rulebook says to it: both engines were asked.
struct ConcreteCase {
    std::string request;   // JSON, as `rules authorize --request` takes it
    std::string entities;  // JSON, as `rules authorize --entities` takes it
    std::string sentence;  // the same on one line, for people
    std::string decision;  // "permitted by ISP-60.owner-uses-own-data, recorded as tally"
};

struct TheoremReport {
    std::string id;
    std::string statement;
    std::string file;
    std::size_t line = 1;  // where it stands
    ProofOutcome outcome = ProofOutcome::undecided;
    std::string reason;                          // of an undecided theorem, one line
    std::optional<ConcreteCase> counterexample;  // of a refuted one
    std::size_t environments = 0;  // combinations of types and action that it speaks of
    // What theorems share, the meaning of the rules, counts for the first that needs it.
    double milliseconds = 0;
};

struct ProofOptions {
    std::chrono::milliseconds timeout{10'000};  // of the solver, for each theorem
};

// What each theorem of the files comes to, in their order. `schema`: none, the one of the house.
std::vector<TheoremReport> prove(std::span<const RulebookFile> rulebook,
                                 std::span<const RulebookFile> theorems,
                                 const std::optional<RulebookFile>& schema = {},
                                 const ProofOptions& options = {});

enum class ChangeKind : std::uint8_t { newly_permitted, newly_denied };

// Requests of one principal type, action and resource type that two rulebooks answer differently.
struct RuleChange {
    ChangeKind kind = ChangeKind::newly_permitted;
    std::string principal;
    std::string action;
    std::string resource;
    // An example, with what the later rulebook decides; `before` is what the earlier one did. Where
    // it was not decided whether there is one, none, and `reason` says why.
    std::optional<ConcreteCase> example;
    std::string before;
    std::string reason;
};

// What a change of the rulebook changes in meaning, not in text. Empty: both permit the same.
std::vector<RuleChange> compare_rulebooks(std::span<const RulebookFile> earlier,
                                          std::span<const RulebookFile> later,
                                          const std::optional<RulebookFile>& schema = {},
                                          const ProofOptions& options = {});

}  // namespace postvern::policy
