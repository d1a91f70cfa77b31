// Which site the tool works on: its configuration, as --config or --data name it.
#pragma once

#include <optional>

#include "services/cli/arguments.hpp"
#include "services/house/configuration.hpp"

namespace postvern::services::cli {

// --data may be a demonstration's directory or a DATA_DIR beside its postvern.ini; without either
// the configuration of the system is taken. Throws control::Refused (status 2) when there is none.
house::Configuration site_of(const General& general);

// Absent when nothing names a site and the system has none, for commands that need none.
std::optional<house::Configuration> site_if_named(const General& general);

// A process of root takes the place of the user whose site it is, for good, so that no file becomes
// root's. Nothing happens for others. Throws control::Refused when the system refuses.
void act_as_owner_of(const house::Configuration& configuration);

}  // namespace postvern::services::cli
