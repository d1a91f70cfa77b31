// Commands about the connection and who speaks: RFC 9051 6.1 to 6.3.1, RFC 2971.
#include <algorithm>
#include <utility>

#include "services/imap/grammar/base64.hpp"
#include "services/imap/grammar/characters.hpp"
#include "services/imap/grammar/parse_functions.hpp"

namespace postvern::services::imap::grammar {

namespace {

constexpr bool is_base64_char(char c) {
    return is_digit(c) || is_alpha(c) || c == '+' || c == '/' || c == '=';
}

// RFC 2971 3.3: at most 30 pairs, names of at most 30 octets, values of at most 1024.
constexpr std::size_t kIdPairLimit = 30;
constexpr std::size_t kIdNameLimit = 30;
constexpr std::size_t kIdValueLimit = 1024;

void parse_id_pair(Cursor& cursor, Id& id) {
    const std::size_t begin = cursor.offset();
    std::string name = cursor.string();
    if (name.size() > kIdNameLimit) Cursor::fail_at(begin, "a field name of at most 30 octets");
    // RFC 2971 3.3: "Implementations MUST NOT send the same field name more than once."
    for (const auto& field : id.fields) {
        if (equal_ignoring_case(field.first, name)) Cursor::fail_at(begin, "a new field name");
    }
    cursor.space();
    const std::size_t value_begin = cursor.offset();
    auto value = cursor.nstring();
    if (value && value->size() > kIdValueLimit) {
        Cursor::fail_at(value_begin, "a value of at most 1024 octets");
    }
    if (id.fields.size() == kIdPairLimit) Cursor::fail_at(begin, "at most 30 fields");
    id.fields.emplace_back(std::move(name), std::move(value));
}

}  // namespace

CommandBody parse_id(Cursor& cursor, Numbering /*numbering*/) {
    cursor.space();
    Id id;
    if (cursor.take_keyword("NIL")) return id;
    cursor.expect('(', "NIL or a list");
    if (cursor.take(')')) return id;
    do {
        parse_id_pair(cursor, id);
    } while (cursor.take(' '));
    cursor.expect(')', "the end of the list");
    return id;
}

CommandBody parse_authenticate(Cursor& cursor, Numbering /*numbering*/) {
    cursor.space();
    Authenticate authenticate{cursor.word("a mechanism"), std::nullopt};
    if (!cursor.take(' ')) return authenticate;
    const std::size_t begin = cursor.offset();
    const std::string_view text = cursor.run(is_base64_char, "an initial response");
    // RFC 4959 3: "=" is the empty response, which base64 could not show.
    auto octets = text == "=" ? std::string() : decode_base64(text);
    if (!octets) Cursor::fail_at(begin, "an initial response in base64");
    authenticate.initial_response.emplace(std::move(*octets));
    return authenticate;
}

CommandBody parse_login(Cursor& cursor, Numbering /*numbering*/) {
    cursor.space();
    std::string user = cursor.astring();
    cursor.space();
    return Login{std::move(user), Secret(cursor.astring())};
}

CommandBody parse_enable(Cursor& cursor, Numbering /*numbering*/) {
    Enable enable;
    cursor.space();
    do {
        enable.capabilities.push_back(cursor.word("a capability"));
    } while (cursor.take(' '));
    return enable;
}

}  // namespace postvern::services::imap::grammar
