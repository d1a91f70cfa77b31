// Address literals: "[192.0.2.1]", "[IPv6:2001:db8::1]".  RFC 5321 4.1.3. Pure.
#pragma once

#include "services/smtp/grammar/cursor.hpp"

namespace postvern::services::smtp::grammar {

// Takes an IPv4 or IPv6 literal with its brackets. General literals (other tags) are refused: none
// is registered. Throws SyntaxError.
void take_address_literal(Cursor& cursor);

}  // namespace postvern::services::smtp::grammar
