// Cuts a SourceText into tokens, one at a time, in constant memory. White space (as
// Unicode defines it) and comments ("//" to the end of the line) separate tokens and are otherwise
// ignored.
// Not thread-safe; the SourceText must outlive lexer and tokens.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "policy/language/source.hpp"
#include "policy/language/token.hpp"

namespace postvern::policy::language {

// Schemas have one token that policies have not: '='.
enum class Dialect : std::uint8_t { policy, schema };

class Lexer {
  public:
    explicit Lexer(const SourceText& source, Dialect dialect = Dialect::policy)
        : source_(source), text_(source.text()), dialect_(dialect) {}

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
    Dialect dialect_;
    std::size_t offset_ = 0;
};

}  // namespace postvern::policy::language
