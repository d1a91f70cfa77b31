#pragma once

#include "services/imap/grammar/command.hpp"
#include "services/imap/grammar/command_reader.hpp"
#include "services/imap/grammar/command_text.hpp"
#include "services/imap/grammar/syntax_error.hpp"

// The grammar of client commands: RFC 9051 9 (IMAP4rev2), and what RFC 3501 and the extensions
// advertised to rev1 clients add. Pure: no I/O, no state, thread-safe.
namespace postvern::services::imap::grammar {

// The command that `text` holds, mailbox names read in `encoding`. Throws SyntaxError; its
// `expected()` is "a command name" for an unknown command.
Command parse(const CommandText& text, MailboxEncoding encoding);

}  // namespace postvern::services::imap::grammar
