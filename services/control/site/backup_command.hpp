// `postvern backup DIR`.
#pragma once

#include "services/control/command.hpp"

namespace postvern::services::control {

Reply back_up(Desk& desk, const Arguments& arguments);

}  // namespace postvern::services::control
