// APPEND: RFC 9051 6.3.12.
#include <utility>

#include "services/imap/grammar/parse_functions.hpp"

namespace postvern::services::imap::grammar {

namespace {

DateTime parse_quoted_date_time(Cursor& cursor) {
    const std::size_t begin = cursor.offset();
    const auto moment = parse_date_time(cursor.quoted());
    if (!moment) Cursor::fail_at(begin, "a date and time");
    return *moment;
}

}  // namespace

// The message is announced, not held; where the reader was told to collect it like any other
// literal (before sign-in), its size is what was collected.
CommandBody parse_append(Cursor& cursor, Numbering /*numbering*/) {
    cursor.space();
    Append append{cursor.mailbox(), {}, {}, {}};
    cursor.space();
    if (cursor.next_is('(')) {
        append.flags = parse_flag_list(cursor);
        cursor.space();
    }
    if (cursor.next_is('"')) {
        append.date = parse_quoted_date_time(cursor);
        cursor.space();
    }
    append.message = cursor.message();
    return append;
}

}  // namespace postvern::services::imap::grammar
