// SEARCH: RFC 9051 6.4.4, RFC 3501 6.4.4, RFC 4731, RFC 5182.
#include <algorithm>
#include <array>
#include <utility>

#include "services/imap/grammar/characters.hpp"
#include "services/imap/grammar/parse_functions.hpp"

namespace postvern::services::imap::grammar {

namespace {

using search::Combination;
using search::Key;
using search::Quantifier;

// Where the parser is in a search program.
struct Program {
    Cursor& cursor;
    std::size_t keys = 0;   // so far
    std::size_t depth = 0;  // of NOT, OR and parentheses
};

Key parse_key(Program& program);

// Keys separated by spaces: all must hold.
std::vector<Key> parse_keys(Program& program) {
    std::vector<Key> keys;
    do {
        keys.push_back(parse_key(program));
    } while (program.cursor.take(' '));
    return keys;
}

Key all_of(std::vector<Key>&& keys) {
    if (keys.size() == 1) return std::move(keys.front());
    return {Combination{Quantifier::all_of, std::move(keys)}};
}

Key parse_not(Program& program) {
    program.cursor.space();
    Combination combination{Quantifier::none_of, {}};
    combination.keys.push_back(parse_key(program));
    return {std::move(combination)};
}

Key parse_or(Program& program) {
    Combination combination{Quantifier::any_of, {}};
    program.cursor.space();
    combination.keys.push_back(parse_key(program));
    program.cursor.space();
    combination.keys.push_back(parse_key(program));
    return {std::move(combination)};
}

Key parse_group(Program& program) {
    program.cursor.expect('(', "a search key");
    Key key = all_of(parse_keys(program));
    program.cursor.expect(')', "the end of the search keys");
    return key;
}

// Keys without arguments.
template <SystemFlag Flag, bool Set>
Key parse_flag_key(Program& /*program*/) {
    return {search::HasFlag{Flag, Set}};
}

Key parse_all(Program& /*program*/) { return {search::All{}}; }

// RFC 3501 6.4.4: "(RECENT UNSEEN)".
Key parse_new(Program& /*program*/) {
    return all_of({Key{search::HasFlag{SystemFlag::recent, true}},
                   Key{search::HasFlag{SystemFlag::seen, false}}});
}

template <bool Set>
Key parse_keyword_key(Program& program) {
    program.cursor.space();
    const std::size_t begin = program.cursor.offset();
    const std::string_view keyword = program.cursor.atom("a keyword");
    if (!is_keyword(keyword)) Cursor::fail_at(begin, "a keyword");
    return {search::HasKeyword{std::string(keyword), Set}};
}

template <search::EnvelopeField Field>
Key parse_envelope_key(Program& program) {
    program.cursor.space();
    return {search::EnvelopeContains{Field, program.cursor.astring()}};
}

Key parse_header_key(Program& program) {
    program.cursor.space();
    std::string name = program.cursor.astring();
    program.cursor.space();
    return {search::HeaderContains{std::move(name), program.cursor.astring()}};
}

// BODY and TEXT.
template <typename Contains>
Key parse_text_key(Program& program) {
    program.cursor.space();
    return {Contains{program.cursor.astring()}};
}

template <search::DateField Field, search::DateRelation Relation>
Key parse_date_key(Program& program) {
    Cursor& cursor = program.cursor;
    cursor.space();
    const std::size_t begin = cursor.offset();
    // <date>: with or without quotes.
    const auto day =
        cursor.next_is('"') ? parse_date(cursor.quoted()) : parse_date(cursor.atom("a date"));
    if (!day) Cursor::fail_at(begin, "a date");
    return {search::DateIs{Field, Relation, *day}};
}

template <search::SizeRelation Relation>
Key parse_size_key(Program& program) {
    program.cursor.space();
    return {search::SizeIs{Relation, program.cursor.number64()}};
}

Key parse_uid_key(Program& program) {
    program.cursor.space();
    return {search::UidIn{parse_sequence_set(program.cursor)}};
}

using enum search::DateField;
using enum search::DateRelation;
using enum search::EnvelopeField;
using enum search::SizeRelation;

struct KeyRow {
    std::string_view name;
    Key (*parse)(Program&);
};

// INVARIANT: sorted by name.
constexpr std::array<KeyRow, 35> kKeys = {{
    {"ALL", parse_all},
    {"ANSWERED", parse_flag_key<SystemFlag::answered, true>},
    {"BCC", parse_envelope_key<bcc>},
    {"BEFORE", parse_date_key<internal, before>},
    {"BODY", parse_text_key<search::BodyContains>},
    {"CC", parse_envelope_key<cc>},
    {"DELETED", parse_flag_key<SystemFlag::deleted, true>},
    {"DRAFT", parse_flag_key<SystemFlag::draft, true>},
    {"FLAGGED", parse_flag_key<SystemFlag::flagged, true>},
    {"FROM", parse_envelope_key<from>},
    {"HEADER", parse_header_key},
    {"KEYWORD", parse_keyword_key<true>},
    {"LARGER", parse_size_key<larger>},
    {"NEW", parse_new},
    {"NOT", parse_not},
    {"OLD", parse_flag_key<SystemFlag::recent, false>},
    {"ON", parse_date_key<internal, on>},
    {"OR", parse_or},
    {"RECENT", parse_flag_key<SystemFlag::recent, true>},
    {"SEEN", parse_flag_key<SystemFlag::seen, true>},
    {"SENTBEFORE", parse_date_key<sent, before>},
    {"SENTON", parse_date_key<sent, on>},
    {"SENTSINCE", parse_date_key<sent, since>},
    {"SINCE", parse_date_key<internal, since>},
    {"SMALLER", parse_size_key<smaller>},
    {"SUBJECT", parse_envelope_key<subject>},
    {"TEXT", parse_text_key<search::TextContains>},
    {"TO", parse_envelope_key<to>},
    {"UID", parse_uid_key},
    {"UNANSWERED", parse_flag_key<SystemFlag::answered, false>},
    {"UNDELETED", parse_flag_key<SystemFlag::deleted, false>},
    {"UNDRAFT", parse_flag_key<SystemFlag::draft, false>},
    {"UNFLAGGED", parse_flag_key<SystemFlag::flagged, false>},
    {"UNKEYWORD", parse_keyword_key<false>},
    {"UNSEEN", parse_flag_key<SystemFlag::seen, false>},
}};

constexpr bool row_before(const KeyRow& a, const KeyRow& b) { return a.name < b.name; }
static_assert(std::is_sorted(kKeys.begin(), kKeys.end(), row_before));

Key parse_named_key(Program& program) {
    const std::size_t begin = program.cursor.offset();
    const std::string name = program.cursor.word("a search key");
    const auto row =
        std::lower_bound(kKeys.begin(), kKeys.end(), KeyRow{name, nullptr}, row_before);
    if (row == kKeys.end() || row->name != name) Cursor::fail_at(begin, "a search key");
    return row->parse(program);
}

// <search-key>. The limits keep a hostile program from exhausting stack and time.
Key parse_key(Program& program) {
    Cursor& cursor = program.cursor;
    if (++program.keys > kSearchKeyLimit) cursor.fail("fewer search keys");
    if (++program.depth > kSearchDepthLimit) cursor.fail("a shallower search");
    const bool sequence = cursor.next_is_digit() || cursor.next_is('*') || cursor.next_is('$');
    Key key = cursor.next_is('(') ? parse_group(program)
              : sequence          ? Key{search::SequenceIn{parse_sequence_set(cursor)}}
                                  : parse_named_key(program);
    --program.depth;
    return key;
}

void parse_return_option(Cursor& cursor, SearchReturn& returned) {
    const std::size_t begin = cursor.offset();
    const std::string option = cursor.word("a return option");
    if (option == "MIN") {
        returned.min = true;
    } else if (option == "MAX") {
        returned.max = true;
    } else if (option == "ALL") {
        returned.all = true;
    } else if (option == "COUNT") {
        returned.count = true;
    } else if (option == "SAVE") {
        returned.save = true;
    } else {
        Cursor::fail_at(begin, "a return option");
    }
}

// <search-return-opts>
SearchReturn parse_return(Cursor& cursor) {
    SearchReturn returned;
    cursor.space();
    cursor.expect('(', "return options");
    if (cursor.take(')')) {
        returned.all = true;  // RFC 9051 6.4.4: "()" is the same as "(ALL)"
        return returned;
    }
    do {
        parse_return_option(cursor, returned);
    } while (cursor.take(' '));
    cursor.expect(')', "the end of the return options");
    return returned;
}

// <charset>; rev1 took any astring (RFC 3501 9, search).
std::optional<std::string> parse_charset(Cursor& cursor) {
    if (!cursor.take_keyword("CHARSET")) return std::nullopt;
    cursor.space();
    std::string charset = to_upper(cursor.astring());
    cursor.space();
    return charset;
}

}  // namespace

CommandBody parse_search(Cursor& cursor, Numbering numbering) {
    cursor.space();
    std::optional<SearchReturn> returned;
    if (cursor.take_keyword("RETURN")) {
        returned = parse_return(cursor);
        cursor.space();
    }
    auto charset = parse_charset(cursor);
    Program program{cursor};
    return Search{numbering, returned, std::move(charset), all_of(parse_keys(program))};
}

}  // namespace postvern::services::imap::grammar
