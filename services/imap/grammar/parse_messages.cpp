// STORE, COPY, MOVE and EXPUNGE: RFC 9051 6.4.3, 6.4.6 to 6.4.9.
#include <utility>

#include "services/imap/grammar/parse_functions.hpp"

namespace postvern::services::imap::grammar {

namespace {

// <store-att-flags> up to the space before the flags.
void parse_store_operation(Cursor& cursor, Store& store) {
    if (cursor.take('+')) {
        store.mode = StoreMode::add;
    } else if (cursor.take('-')) {
        store.mode = StoreMode::remove;
    }
    if (cursor.take_keyword("FLAGS.SILENT")) {
        store.reply = StoreReply::silent;
    } else if (!cursor.take_keyword("FLAGS")) {
        cursor.fail("FLAGS or FLAGS.SILENT");
    }
}

template <typename Body>
CommandBody parse_transfer(Cursor& cursor, Numbering numbering) {
    cursor.space();
    SequenceSet messages = parse_sequence_set(cursor);
    cursor.space();
    return Body{numbering, std::move(messages), cursor.mailbox()};
}

}  // namespace

CommandBody parse_store(Cursor& cursor, Numbering numbering) {
    cursor.space();
    Store store{numbering,          parse_sequence_set(cursor), {},
                StoreMode::replace, StoreReply::fetch,          {}};
    cursor.space();
    if (cursor.next_is('(')) {  // RFC 4466 2.5
        store.modifiers = parse_parameters(cursor);
        cursor.space();
    }
    parse_store_operation(cursor, store);
    cursor.space();
    if (cursor.next_is('(')) {
        store.flags = parse_flag_list(cursor);
        return store;
    }
    do {
        parse_flag(cursor, store.flags);
    } while (cursor.take(' '));
    return store;
}

CommandBody parse_copy(Cursor& cursor, Numbering numbering) {
    return parse_transfer<Copy>(cursor, numbering);
}

CommandBody parse_move(Cursor& cursor, Numbering numbering) {
    return parse_transfer<Move>(cursor, numbering);
}

CommandBody parse_expunge(Cursor& cursor, Numbering numbering) {
    if (numbering == Numbering::sequence) return Expunge{};
    cursor.space();
    return Expunge{parse_sequence_set(cursor)};
}

}  // namespace postvern::services::imap::grammar
