// Finds worlds in which a term is true, over the environments of a schema, and remembers what it
// has answered. Not thread-safe; the schema must outlive it.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_set>

#include "policy/proof/facts.hpp"
#include "policy/proof/solver.hpp"
#include "policy/proof/world.hpp"

namespace postvern::policy::proof {

// What became of the search for a world.
struct Finding {
    Answer answer = Answer::unknown;
    std::optional<World> world;  // if the answer is satisfiable
    std::string reason;          // if it is unknown
};

class Prover {
  public:
    explicit Prover(const language::schema::Schema& schema) : facts_(terms_, schema) {}

    Facts& facts() { return facts_; }

    // A world of the environment in which `goal` is true. `patience` is what is left of the time
    // for the solver; what it takes is taken off.
    Finding find(TermPointer goal, const language::schema::RequestEnvironment& environment,
                 std::chrono::microseconds& patience);

  private:
    Finding search(TermPointer goal, const language::schema::RequestEnvironment& environment,
                   std::chrono::microseconds& patience);

    Terms terms_;
    Facts facts_;
    Solver solver_;
    // Goals that are true in no world: of whatever environment they were, for terms name types.
    std::unordered_set<TermPointer> refuted_;
};

// What in `goal` is beyond the prover, one line; empty if nothing is.
std::string beyond_in(TermPointer goal);

}  // namespace postvern::policy::proof
