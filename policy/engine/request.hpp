// One question to the rules, under the engine's name.
#pragma once

#include "policy/language/request.hpp"

namespace postvern::policy::engine {

using language::Request;

}  // namespace postvern::policy::engine
