// What goes with a command and comes back with its reply: texts of files that the tool reads and
// writes itself, so that the server needs no right to them. They are read as whoever started it, and
// written so as well where a server answers; where root's tool opens the site itself it has become the
// site's user by then. All throw control::Refused that names the file.
#pragma once

#include <filesystem>
#include <functional>
#include <iosfwd>
#include <optional>
#include <string>

#include "services/control/command.hpp"
#include "services/control/wire.hpp"

namespace postvern::services::cli {

class Prompt;

class Luggage {
  public:
    // Replaces the names of files among `arguments` by what stands in them ("-": in `in`), and takes out those
    // that are to be written. What holds a private key does not leave the process, but for a key that opens
    // records, which goes to the server as its octets; `prompt` is asked for the passphrase of its file.
    Luggage(const control::Command& command, control::Arguments& arguments, std::istream& in, Prompt& prompt);

    // Writes what `reply`, if it was done, brings for the files that were named, and tells so in
    // its text. A directory for rules must be empty or absent, and the rules those that were asked
    // for.
    // What one reply does not bring whole is asked for in parts, by `ask`.
    using Ask = std::function<control::Reply(const control::Request&)>;
    void unpack(control::Reply& reply, const Ask& ask) const;

  private:
    std::optional<std::filesystem::path> text_;
    std::optional<std::filesystem::path> octets_;
    bool is_private_ = false;
    std::optional<std::filesystem::path> rules_;
    std::string wanted_;  // the digits that the hash of those rules begins with
};

}  // namespace postvern::services::cli
