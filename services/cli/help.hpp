// What --help shows; all of it follows from the table of commands. Pure functions.
#pragma once

#include <string>
#include <string_view>

#include "services/control/command.hpp"

namespace postvern::services::cli {

// How the command is typed, e.g. "postvern account alias add ADDRESS ALIAS".
std::string synopsis(const control::Command& command);
// The commands whose names begin with the word `group`; empty: all.
std::string help_of_group(std::string_view group);
std::string help_of(const control::Command& command);

}  // namespace postvern::services::cli
