#pragma once

#include <string>
#include <string_view>

#include "services/imap/grammar/parser.hpp"

namespace postvern::services::imap::grammar::testing {

// The command that `wire` holds: what a client sends, without the last CRLF, literals in place. The
// octets of a streamed message are skipped. Throws SyntaxError; std::runtime_error for a refusal.
Command read_command(std::string_view wire, MailboxEncoding encoding = MailboxEncoding::utf8);

// One line that says all there is in the command, for tables: name, then arguments.
std::string describe(const Command& command);

}  // namespace postvern::services::imap::grammar::testing
