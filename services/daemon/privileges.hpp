// What the process gives up once its ports are bound.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

namespace postvern::services::daemon {

// No core dump and no debugger of the same user may see the keys in memory. Called first.
void hide_memory();

// As many open files as the hard limit allows; one connection takes one.
void raise_file_limit();

// The number of the group that `option` of the configuration names. Throws std::runtime_error where there is none.
gid_t group_of(const std::string& name, const std::string& option);

// Gives the directories with all that is in them to `user`, when we are root and it is not. Throws
// std::runtime_error. Nothing happens for an empty name.
void hand_over(const std::vector<std::filesystem::path>& directories, const std::string& user);

// Becomes `user` with its groups, for good. Throws std::runtime_error for an unknown user or when the system
// refuses; nothing happens for an empty name.
void become(const std::string& user);

}  // namespace postvern::services::daemon
