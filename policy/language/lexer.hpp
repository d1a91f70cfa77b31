// Cuts a SourceText into tokens, one at a time, in constant memory. White space (ASCII) and
// comments ("//" to the end of the line) separate tokens and are otherwise ignored.
// Not thread-safe; the SourceText must outlive lexer and tokens.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "policy/language/source.hpp"
#include "policy/language/token.hpp"

namespace postvern::policy::language {

class Lexer {
  public:
    explicit Lexer(const SourceText& source) : source_(source), text_(source.text()) {}

    // The next token; from the end of the text on, TokenKind::end. Throws SyntaxError on a
    // character that starts no token and on a string without its closing quote.
    Token next();

  private:
    void skip_ignored();
    Token take(TokenKind kind, std::size_t octets);
    Token take_string();
    std::optional<Token> take_symbol();
    [[noreturn]] void refuse_character() const;

    const SourceText& source_;
    std::string_view text_;
    std::size_t offset_ = 0;
};

}  // namespace postvern::policy::language
