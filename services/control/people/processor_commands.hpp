// Companies that process data for the house, kept on record. *Blocking.*
#pragma once

#include "services/control/command.hpp"

namespace postvern::services::control {

Reply list_processors(Desk& desk, const Arguments& arguments);
Reply add_processor(Desk& desk, const Arguments& arguments);
Reply set_agreement(Desk& desk, const Arguments& arguments);
Reply remove_processor(Desk& desk, const Arguments& arguments);
Reply instruct_processor(Desk& desk, const Arguments& arguments);
Reply end_instruction(Desk& desk, const Arguments& arguments);

}  // namespace postvern::services::control
