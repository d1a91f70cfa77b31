// Decisions in words, for the tools that explain them. Internal to the policy library. Pure
// functions, thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "policy/engine/explanation.hpp"

namespace postvern::policy {

// "none", "tally" or "entry"
std::string_view word_of(RecordStrength strength);

// "permit" or "forbid"
std::string_view word_of(engine::Effect effect);

// "file:line"
std::string place_of(const engine::Policy& policy);

// " (context.level = 2)", or nothing where nothing was looked at.
std::string seen_by(const engine::Obstacle& obstacle);

// Why the policy did not apply, or did and a forbid overrode it.
std::string reason_of(const engine::Obstacle& obstacle);

}  // namespace postvern::policy
