// That a rulebook keeps what the house promises: the theorems that ship with the program are proven of it
// by the tool, in a process of its own, so that the solver stays out of the server.
#pragma once

#include <span>

#include "policy/assembly.hpp"

namespace postvern::services::house {

// Returns if every theorem is proven: at once for the rules that ship, which were proven when the program was
// built, otherwise after some tenths of a second. Throws std::runtime_error that names what is refuted or not
// decided, or why nothing could be proven. *Blocking.* Thread-safe.
void require_proven(std::span<const policy::RulebookFile> rulebook);

}  // namespace postvern::services::house
