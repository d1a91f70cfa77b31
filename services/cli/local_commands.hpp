// The commands that need no open site: rules, checking a record without keys, restore.
#pragma once

#include "services/cli/arguments.hpp"

namespace postvern::services::cli {

struct Streams;

// Runs `invocation`, whose command has no `run` of its own. Throws control::Refused, and what the
// rule language and the store throw.
control::Reply run_locally(const Invocation& invocation, const Streams& streams);

}  // namespace postvern::services::cli
