// The tokens of Cedar (syntax-grammar). Keywords are identifiers to the lexer: Cedar reserves few
// words, and the rest mean something only where the grammar expects them.
#pragma once

#include <cstdint>
#include <string_view>

#include "policy/language/position.hpp"

namespace postvern::policy::language {

enum class TokenKind : std::uint8_t {
    identifier,  // ANYIDENT, reserved words included
    string,      // with its quotes, escapes as written
    integer,     // digits only: the sign is an operator
    left_parenthesis,
    right_parenthesis,
    left_brace,
    right_brace,
    left_bracket,
    right_bracket,
    comma,
    semicolon,
    colon,
    double_colon,
    dot,
    at,
    question_mark,
    double_ampersand,
    double_bar,
    exclamation,
    not_equal,
    double_equal,
    less,
    less_or_equal,
    greater,
    greater_or_equal,
    plus,
    minus,
    asterisk,
    equal_sign,  // of schemas only
    end,
};

// One token; `text` points into the source text.
struct Token {
    TokenKind kind = TokenKind::end;
    Span span;
    std::string_view text;
};

// How messages call a kind: "'&&'", "an identifier", "the end of the file".
std::string_view describe(TokenKind kind);

// RESERVED of the grammar: words that no attribute, type or namespace may bear.
bool is_reserved(std::string_view word);

}  // namespace postvern::policy::language
