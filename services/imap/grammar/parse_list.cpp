// LIST, LIST-EXTENDED and LSUB: RFC 9051 6.3.9, RFC 5258, RFC 3501 6.3.9.
#include <utility>

#include "services/imap/grammar/parse_functions.hpp"

namespace postvern::services::imap::grammar {

namespace {

void parse_selection_option(Cursor& cursor, List::Selection& selection) {
    const std::size_t begin = cursor.offset();
    const std::string option = cursor.word("a selection option");
    if (option == "SUBSCRIBED") {
        selection.subscribed = true;
    } else if (option == "REMOTE") {
        selection.remote = true;
    } else if (option == "RECURSIVEMATCH") {
        selection.recursive_match = true;
    } else if (option == "SPECIAL-USE") {
        selection.special_use = true;
    } else {
        // RFC 5258 3: "If the server does not support a given option, BAD".
        Cursor::fail_at(begin, "a selection option");
    }
}

List::Selection parse_selection(Cursor& cursor) {
    const std::size_t begin = cursor.offset();
    List::Selection selection;
    cursor.expect('(', "selection options");
    if (cursor.take(')')) return selection;
    do {
        parse_selection_option(cursor, selection);
    } while (cursor.take(' '));
    cursor.expect(')', "the end of the selection options");
    // RFC 5258 3.5: RECURSIVEMATCH alone, or with REMOTE only, is BAD; SPECIAL-USE is independent
    // like REMOTE (RFC 6154 6).
    if (selection.recursive_match && !selection.subscribed) {
        Cursor::fail_at(begin, "SUBSCRIBED beside RECURSIVEMATCH");
    }
    return selection;
}

void parse_return_option(Cursor& cursor, List::Return& returned) {
    const std::size_t begin = cursor.offset();
    const std::string option = cursor.word("a return option");
    if (option == "SUBSCRIBED") {
        returned.subscribed = true;
    } else if (option == "CHILDREN") {
        returned.children = true;
    } else if (option == "SPECIAL-USE") {
        returned.special_use = true;
    } else if (option == "STATUS") {  // RFC 5819 4
        cursor.space();
        returned.status = parse_status_items(cursor);
    } else {
        Cursor::fail_at(begin, "a return option");
    }
}

List::Return parse_return(Cursor& cursor) {
    List::Return returned;
    if (!cursor.take_keyword("RETURN")) cursor.fail("RETURN");
    cursor.space();
    cursor.expect('(', "return options");
    if (cursor.take(')')) return returned;
    do {
        parse_return_option(cursor, returned);
    } while (cursor.take(' '));
    cursor.expect(')', "the end of the return options");
    return returned;
}

// <patterns>  RFC 5258 6
std::vector<std::string> parse_patterns(Cursor& cursor) {
    std::vector<std::string> patterns;
    cursor.expect('(', "patterns");
    do {
        if (patterns.size() == kListPatternLimit) cursor.fail("fewer patterns");
        patterns.push_back(cursor.list_mailbox());
    } while (cursor.take(' '));
    cursor.expect(')', "the end of the patterns");
    return patterns;
}

}  // namespace

CommandBody parse_list(Cursor& cursor, Numbering /*numbering*/) {
    List list{List::Form::basic, {}, {}, {}, {}};
    cursor.space();
    if (cursor.next_is('(')) {
        list.form = List::Form::extended;
        list.selection = parse_selection(cursor);
        cursor.space();
    }
    list.reference = cursor.list_reference();
    cursor.space();
    if (cursor.next_is('(')) {
        list.form = List::Form::extended;
        list.patterns = parse_patterns(cursor);
    } else {
        list.patterns.push_back(cursor.list_mailbox());
    }
    if (cursor.take(' ')) {
        list.form = List::Form::extended;
        list.returned = parse_return(cursor);
    }
    return list;
}

CommandBody parse_lsub(Cursor& cursor, Numbering /*numbering*/) {
    cursor.space();
    std::string reference = cursor.list_reference();
    cursor.space();
    return Lsub{std::move(reference), cursor.list_mailbox()};
}

}  // namespace postvern::services::imap::grammar
