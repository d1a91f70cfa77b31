// Z3, behind the one question that the prover asks. Nothing else includes its header. Not
// thread-safe.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "policy/proof/term.hpp"

namespace postvern::policy::proof {

enum class Answer : std::uint8_t {
    unsatisfiable,  // no world is so
    satisfiable,
    unknown,  // time ran out, or the question was too hard
};

class Solver {
  public:
    Solver();
    ~Solver();

    // Whether all assertions can be true at once. Fails never: what goes wrong within Z3 is
    // `unknown`.
    Answer check(std::span<const TermPointer> assertions, std::chrono::milliseconds timeout);

    // What a term comes to in the world that was found, 0 and 1 of booleans. Only after check()
    // answered satisfiable, before the next. Throws Unsupported if it does not fit 64 bits.
    std::int64_t value(TermPointer term);

  private:
    class Z3;
    std::unique_ptr<Z3> z3_;
};

}  // namespace postvern::policy::proof
