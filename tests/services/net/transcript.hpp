// Conversations as tests write them down.
#pragma once

#include <string_view>

#include "tests/services/net/client.hpp"

namespace postvern::services::net {

// Plays a transcript: "C: " lines are sent with CRLF, "S: " lines must be what comes next. An S line may
// end with "..." for whatever follows. Leading spaces of lines do not count, nor do empty lines.
void play(Client& client, std::string_view transcript);

}  // namespace postvern::services::net
