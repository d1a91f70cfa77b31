// The engine's names for the data of Cedar, for callers that build requests and entities.
#pragma once

#include "policy/language/value.hpp"

namespace postvern::policy::engine {

using language::EntityUid;
using language::Field;
using language::Record;
using language::Set;
using language::Value;

}  // namespace postvern::policy::engine
