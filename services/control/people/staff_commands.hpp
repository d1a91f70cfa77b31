// `postvern staff ...`: the people of the house, their roles, and what they signed. Each asks the Gate and
// tells what it did.
#pragma once

#include "services/control/command.hpp"

namespace postvern::services::control {

Reply list_staff(Desk& desk, const Arguments& arguments);
Reply put_staff(Desk& desk, const Arguments& arguments);
Reply remove_staff(Desk& desk, const Arguments& arguments);

}  // namespace postvern::services::control
