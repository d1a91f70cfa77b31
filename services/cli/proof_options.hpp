// What the prover may take, as commands are told it.
#pragma once

#include "policy/rules_proof.hpp"
#include "services/control/arguments.hpp"

namespace postvern::services::cli {

// --timeout MS, at most an hour; without it what policy::ProofOptions says. Throws Refused (status 2).
policy::ProofOptions proof_options(const control::Arguments& arguments);

}  // namespace postvern::services::cli
