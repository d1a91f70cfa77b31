// What the server offers: the one table from which every list of capabilities follows.
#pragma once

#include <string>

namespace postvern::services::imap {

class Session;

// The capabilities of this session at this moment, separated by spaces.  RFC 9051 6.1.1
std::string capabilities(Session& session);

}  // namespace postvern::services::imap
