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
    Append append{cursor.mailbox(), {}, {}, {}, false};
    cursor.space();
    if (cursor.next_is('(')) {
        append.flags = parse_flag_list(cursor);
        cursor.space();
    }
    if (cursor.next_is('"')) {
        append.date = parse_quoted_date_time(cursor);
        cursor.space();
    }
    append.utf8 = cursor.take_keyword("UTF8");  // RFC 6855 4
    if (append.utf8) {
        cursor.space();
        cursor.expect('(', "a message");
    }
    append.message = cursor.message();
    if (append.utf8 && !append.message.binary) cursor.fail("a literal8");
    return append;
}

}  // namespace postvern::services::imap::grammar
