// How a request gets to the site: through the control socket of the running daemon or, when there
// is none, to the site itself, opened by this process.
#pragma once

#include <optional>

#include "services/control/wire.hpp"
#include "services/house/configuration.hpp"

namespace postvern::services::cli {

// The answer of the daemon that listens at `socket`; absent: nobody does. Throws control::Refused
// when the daemon is there and does not answer.
std::optional<control::Reply> ask_daemon(const std::filesystem::path& socket,
                                         const control::Request& request,
                                         std::optional<std::uint32_t> as = {});

// The same of a daemon that must be there. `as`: the Unix user whom the kernel is to name as the one who speaks; only
// root can say so, who can become that user by other ways as well. Throws control::Refused otherwise.
control::Reply ask_running(const std::filesystem::path& socket, const control::Request& request,
                           std::optional<std::uint32_t> as = {});

// Either way. The first `staff put` makes a site that does not exist yet. Throws
// control::Refused, and what the opening of a site throws. `user` is the Unix user id of whoever
// started the tool.
control::Reply carry(const house::Configuration& configuration, std::uint32_t user,
                     const control::Request& request);

}  // namespace postvern::services::cli
