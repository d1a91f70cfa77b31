// Users of the machine, as its user database knows them. *Blocking*; thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace postvern::services::control {

// The id of the user that `text` names, or that it is in decimal digits, whether or not somebody has it.
// Throws Refused: for a name that nobody has, and where the user database cannot be read.
std::uint32_t user_named(std::string_view text);

// Absent: nobody has that id now, or the user database cannot be read.
std::optional<std::string> name_of_user(std::uint32_t user);

}  // namespace postvern::services::control
