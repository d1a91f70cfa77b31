#pragma once

#include <vector>

#include "services/imap/grammar/command.hpp"
#include "services/imap/grammar/cursor.hpp"

// One function per command: reads the arguments, from behind the command's name to the end of the
// command, which the caller checks. `numbering` is uid where "UID " stood before the name. Each
// throws SyntaxError.
namespace postvern::services::imap::grammar {

using ParseFunction = CommandBody (*)(Cursor& cursor, Numbering numbering);

// Commands without arguments.
template <typename Body>
CommandBody parse_nothing(Cursor& /*cursor*/, Numbering /*numbering*/) {
    return Body{};
}

// Commands whose only argument is a mailbox.
template <typename Body>
CommandBody parse_mailbox(Cursor& cursor, Numbering /*numbering*/) {
    cursor.space();
    return Body{cursor.mailbox()};
}

CommandBody parse_id(Cursor& cursor, Numbering numbering);
CommandBody parse_authenticate(Cursor& cursor, Numbering numbering);
CommandBody parse_login(Cursor& cursor, Numbering numbering);
CommandBody parse_enable(Cursor& cursor, Numbering numbering);
CommandBody parse_select(Cursor& cursor, Numbering numbering);
CommandBody parse_examine(Cursor& cursor, Numbering numbering);
CommandBody parse_create(Cursor& cursor, Numbering numbering);
CommandBody parse_rename(Cursor& cursor, Numbering numbering);
CommandBody parse_status(Cursor& cursor, Numbering numbering);
CommandBody parse_append(Cursor& cursor, Numbering numbering);
CommandBody parse_list(Cursor& cursor, Numbering numbering);
CommandBody parse_lsub(Cursor& cursor, Numbering numbering);
CommandBody parse_get_quota(Cursor& cursor, Numbering numbering);
CommandBody parse_set_quota(Cursor& cursor, Numbering numbering);
CommandBody parse_expunge(Cursor& cursor, Numbering numbering);
CommandBody parse_search(Cursor& cursor, Numbering numbering);
CommandBody parse_fetch(Cursor& cursor, Numbering numbering);
CommandBody parse_store(Cursor& cursor, Numbering numbering);
CommandBody parse_copy(Cursor& cursor, Numbering numbering);
CommandBody parse_move(Cursor& cursor, Numbering numbering);

// Parts that several commands share.

// <sequence-set>, "$" included.  RFC 9051 9
SequenceSet parse_sequence_set(Cursor& cursor);

// <flag-list>: "(" flags ")".
FlagSet parse_flag_list(Cursor& cursor);

// One <flag>, added to `flags`.
void parse_flag(Cursor& cursor, FlagSet& flags);

// "(" status-att ... ")", each once.
std::vector<StatusItem> parse_status_items(Cursor& cursor);

// "(" NAME [SP value] ... ")" of SELECT, FETCH and STORE, at least one.  RFC 4466 2
Parameters parse_parameters(Cursor& cursor);

}  // namespace postvern::services::imap::grammar
