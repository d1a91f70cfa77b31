// The table of commands, sorted by name. Pure functions, thread-safe.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "services/control/command.hpp"

namespace postvern::services::control {

std::span<const Command> commands() noexcept;

// Null when there is none of that name.
const Command* find_command(std::string_view name) noexcept;

// Names that `typed` may have meant: the nearest first, at most three, none that
// differ in a third of the letters or more.
std::vector<std::string> nearest_commands(std::string_view typed);

}  // namespace postvern::services::control
