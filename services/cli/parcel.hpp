// Octets that a reply brings for a file: written whole or not at all, also where they are too many for one reply and the server
// is asked for them in parts. Throws control::Refused that names the file.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>

#include "services/control/reply.hpp"
#include "services/control/wire.hpp"

namespace postvern::services::cli {

// Writes `reply`'s octets to `file`, after they were compared with the SHA-256 that it states, if it does, and tells so in its
// text. The file is there with all of them or as it was before. Absent: nothing is written, and of octets that do not fit in
// the reply its text says how they are had.
void unpack_octets(const std::optional<std::filesystem::path>& file, control::Reply& reply,
                   const std::function<control::Reply(const control::Request&)>& ask);

}  // namespace postvern::services::cli
