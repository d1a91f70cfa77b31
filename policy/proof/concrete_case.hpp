// A world made small, and put into words and JSON. Pure functions.
#pragma once

#include <functional>

#include "policy/proof/world.hpp"
#include "policy/rules_proof.hpp"

namespace postvern::policy::proof {

// Leaves out entities, attributes, tags, parents and elements of sets as long as `shows` stays
// true; it is true of `world`. The result conforms to the schema if `shows` demands that.
World make_small(World world, const std::function<bool(const World&)>& shows);

// In JSON and in one sentence; `decision` as given.
ConcreteCase describe(const World& world, std::string decision);

}  // namespace postvern::policy::proof
