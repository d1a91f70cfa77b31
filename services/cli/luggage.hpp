// What goes with a command and comes back with its reply: texts of files that the tool reads and
// writes itself, as whoever started it, so that the server needs no right to their files. All throw
// control::Refused that names the file.
#pragma once

#include <filesystem>
#include <optional>

#include "services/control/command.hpp"

namespace postvern::services::cli {

class Luggage {
  public:
    // Replaces the names of files among `arguments` by what stands in them, and takes out those
    // that are to be written. What holds a private key does not leave the process.
    Luggage(const control::Command& command, control::Arguments& arguments);

    // Writes what `reply`, if it was done, brings for the files that were named, and tells so in
    // its text. A directory for rules must be empty or absent.
    void unpack(control::Reply& reply) const;

  private:
    std::optional<std::filesystem::path> text_;
    std::optional<std::filesystem::path> rules_;
};

}  // namespace postvern::services::cli
