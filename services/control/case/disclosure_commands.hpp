// The disclosure key on record. Each runs one row of the table of commands.
#pragma once

#include "services/control/desk.hpp"

namespace postvern::services::control {

Reply put_disclosure_key(Desk& desk, const Arguments& arguments);
Reply show_disclosure_key(Desk& desk, const Arguments& arguments);

}  // namespace postvern::services::control
