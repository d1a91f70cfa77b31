// `postvern statistics ...`: the published numbers, and whether they are those of the signed budget. What is published is for
// everybody: nothing is asked at the Gate.
#pragma once

#include "services/control/command.hpp"

namespace postvern::services::control {

Reply show_statistics(Desk& desk, const Arguments& arguments);
Reply verify_statistics(Desk& desk, const Arguments& arguments);

}  // namespace postvern::services::control
