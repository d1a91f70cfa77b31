// What goes over the control socket: one JSON object on one line each way
// (docs/formats/control.md). Pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "services/control/arguments.hpp"
#include "services/control/reply.hpp"

namespace postvern::services::control {

// Octets, without the line's end. A rulebook goes over in one, and so do papers of a case: 24 MiB of files.
inline constexpr std::size_t kRequestLimit = 32 * 1024 * 1024;
inline constexpr std::size_t kReplyLimit = 64 * 1024 * 1024;

struct Request {
    std::string command;  // its name in the table of commands
    Arguments arguments;
};

// Strict: exactly the members "command" (text) and "arguments" (an object of texts), each once.
// Absent for anything else.
std::optional<Request> parse_request(std::string_view line);
// One line without its end. The caller wipes it.
std::string to_line(const Request& request);

// Absent for what is no reply.
std::optional<Reply> parse_reply(const std::string& line);
std::string to_line(const Reply& reply);

}  // namespace postvern::services::control
