#include "services/imap/grammar/cursor.hpp"

#include <iterator>
#include <utility>

#include "services/imap/grammar/characters.hpp"
#include "services/imap/grammar/numbers.hpp"
#include "services/imap/grammar/utf8.hpp"

namespace postvern::services::imap::grammar {

Cursor::Cursor(const CommandText& text, MailboxEncoding encoding)
    : encoding_(encoding), piece_(text.pieces().begin()), end_(text.pieces().end()) {
    if (piece_ == end_ || piece_->kind != CommandPiece::Kind::line) fail_at(0, "a command");
}

void Cursor::fail_at(std::size_t offset, std::string_view expected) {
    throw SyntaxError(offset, expected);
}

bool Cursor::next_is(char c) const noexcept { return !at_line_end() && rest().front() == c; }

bool Cursor::next_is_digit() const noexcept { return !at_line_end() && is_digit(rest().front()); }

bool Cursor::extension_value_follows() const noexcept {
    const std::string_view text = rest();
    if (text.size() < 2 || text[0] != ' ') return false;
    return is_digit(text[1]) || text[1] == '*' || text[1] == '$' || text[1] == '(';
}

bool Cursor::take(char c) noexcept {
    if (!next_is(c)) return false;
    ++position_;
    return true;
}

bool Cursor::take_keyword(std::string_view keyword) noexcept {
    const std::string_view text = rest();
    if (!equal_ignoring_case(text.substr(0, keyword.size()), keyword)) return false;
    if (text.size() > keyword.size() && is_astring_char(text[keyword.size()])) return false;
    position_ += keyword.size();
    return true;
}

void Cursor::expect(char c, std::string_view expected) {
    if (!take(c)) fail(expected);
}

void Cursor::end() const {
    if (!at_line_end() || std::next(piece_) != end_) fail("the end of the command");
}

std::string_view Cursor::run(bool (*allowed)(char), std::string_view expected) {
    const std::string_view text = rest();
    std::size_t length = 0;
    while (length < text.size() && allowed(text[length])) ++length;
    if (length == 0) fail(expected);
    position_ += length;
    return text.substr(0, length);
}

std::string_view Cursor::atom(std::string_view expected) { return run(is_atom_char, expected); }

std::string Cursor::word(std::string_view expected) { return to_upper(atom(expected)); }

// RFC 9051 9, quoted: "\" escapes only itself and the quote; UTF-8 is taken from rev1 clients too,
// as RFC 9051 4.3 permits it to servers that know rev2.
std::string Cursor::quoted() {
    const std::size_t begin = offset();
    expect('"', "a quoted string");
    const std::string_view text = rest();
    std::size_t length = 0;
    std::size_t escapes = 0;
    while (length < text.size() && text[length] != '"') {
        if (text[length] == '\\') {
            ++escapes;
            ++length;
            if (length == text.size() || (text[length] != '"' && text[length] != '\\')) {
                fail_at(begin + 1 + length, "\"\\\" or a quote after \"\\\"");
            }
        }
        ++length;
    }
    if (length >= text.size()) fail_at(begin, "a closing quote");
    const std::string_view body = text.substr(0, length);
    if (body.find_first_of(std::string_view("\0\r\n", 3)) != std::string_view::npos ||
        !is_valid_utf8(body)) {
        fail_at(begin, "UTF-8 without NUL, CR and LF between quotes");
    }
    std::string result;
    result.reserve(length - escapes);  // exactly: a password leaves no copy in a smaller buffer
    for (std::size_t i = 0; i < length; ++i) {
        if (body[i] == '\\') ++i;
        result += body[i];
    }
    position_ += length + 1;
    return result;
}

std::optional<std::string> Cursor::take_literal() {
    if (!at_line_end()) return std::nullopt;
    const auto literal = std::next(piece_);
    if (literal == end_ || literal->kind == CommandPiece::Kind::message) return std::nullopt;
    // RFC 9051 4.3: only literal8 may hold NUL, and no command but APPEND takes literal8.
    if (literal->kind == CommandPiece::Kind::binary_literal) fail("a literal, not literal8");
    if (literal->octets.find('\0') != std::string::npos) fail("a literal without NUL");
    const auto line = std::next(literal);
    if (line == end_) fail("the rest of the command");
    piece_offset_ += piece_->octets.size() + literal->octets.size();
    piece_ = line;
    position_ = 0;
    return literal->octets;
}

std::string Cursor::string() {
    if (next_is('"')) return quoted();
    auto literal = take_literal();
    if (!literal) fail("a quoted string or a literal");
    return std::move(*literal);
}

std::string Cursor::string_or_run(bool (*allowed)(char), std::string_view expected) {
    if (next_is('"')) return quoted();
    if (auto literal = take_literal()) return std::move(*literal);
    return std::string(run(allowed, expected));
}

std::string Cursor::astring() {
    return string_or_run(is_astring_char, "an atom, a quoted string or a literal");
}

std::optional<std::string> Cursor::nstring() {
    if (take_keyword("NIL")) return std::nullopt;
    return string();
}

std::uint32_t Cursor::nz_number() {
    const std::size_t begin = offset();
    const auto number = parse_nz_number(run(is_digit, "a number above 0"));
    if (!number) fail_at(begin, "a number from 1 to 4294967295");
    return *number;
}

std::uint64_t Cursor::number64() {
    const std::size_t begin = offset();
    const auto number = parse_number(run(is_digit, "a number"), kNumber64Limit);
    if (!number) fail_at(begin, "a number of at most 63 bits");
    return *number;
}

MailboxName Cursor::mailbox() {
    const std::size_t begin = offset();
    auto name = decode_mailbox_name(astring(), encoding_);
    if (!name) fail_at(begin, "a valid mailbox name");
    // RFC 9051 6.3.9.1: only LIST gives the empty name a meaning.
    if (name->utf8.empty()) fail_at(begin, "a mailbox name that is not empty");
    return std::move(*name);
}

std::string Cursor::list_reference() {
    const std::size_t begin = offset();
    auto name = decode_list_pattern(astring(), encoding_);
    if (!name) fail_at(begin, "a valid reference name");
    return std::move(*name);
}

std::string Cursor::list_mailbox() {
    const std::size_t begin = offset();
    auto pattern =
        decode_list_pattern(string_or_run(is_list_char, "a mailbox name or pattern"), encoding_);
    if (!pattern) fail_at(begin, "a valid mailbox pattern");
    return std::move(*pattern);
}

MessageLiteral Cursor::message() {
    const auto piece = std::next(piece_);
    if (!at_line_end() || piece == end_) fail("a message literal");
    piece_offset_ += piece_->octets.size();
    position_ = 0;
    if (piece->kind == CommandPiece::Kind::message) {
        piece_ = piece;
        return {piece->announced_octets, piece->announced_non_synchronizing,
                piece->announced_binary};
    }
    piece_ = std::next(piece);
    if (piece_ == end_) fail("the rest of the command");
    piece_offset_ += piece->octets.size();
    return {piece->octets.size(), false, piece->kind == CommandPiece::Kind::binary_literal};
}

}  // namespace postvern::services::imap::grammar
