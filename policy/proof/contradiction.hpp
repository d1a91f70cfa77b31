// What would refute a claim, as a term. Pure but for the terms it makes.
#pragma once

#include "policy/proof/policy_meaning.hpp"
#include "policy/proof/theorem.hpp"

namespace postvern::policy::proof {

// The requests that contradict the claim, if it matches them.
TermPointer contradiction(const Claim& claim, const RulebookMeaning& rulebook, Terms& terms);

}  // namespace postvern::policy::proof
