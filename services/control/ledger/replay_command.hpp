// A decision of the past, made again for whoever may read the access record. *Blocking.*
#pragma once

#include "services/control/command.hpp"

namespace postvern::services::control {

Reply replay_entry(Desk& desk, const Arguments& arguments);

}  // namespace postvern::services::control
