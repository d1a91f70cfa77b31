// The parser's view of the tokens: the one at hand, and the ways to demand or decline it.
// Not thread-safe; the SourceText must outlive it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "policy/language/lexer.hpp"

namespace postvern::policy::language {

class TokenStream {
  public:
    explicit TokenStream(const SourceText& source, Dialect dialect = Dialect::policy)
        : source_(source), lexer_(source, dialect), current_(lexer_.next()) {}

    const SourceText& source() const { return source_; }
    const Token& current() const { return current_; }

    // From `begin` to the end of the last token that was consumed.
    Span since(Span begin) const { return {begin.begin, consumed_end_}; }

    bool at(TokenKind kind) const { return current_.kind == kind; }
    // At the identifier `word`, reserved or not.
    bool at_word(std::string_view word) const {
        return at(TokenKind::identifier) && current_.text == word;
    }
    // At an identifier that is not reserved (IDENT of the grammar).
    bool at_name() const { return at(TokenKind::identifier) && !is_reserved(current_.text); }

    // Consumes the token at hand and returns it.
    Token take();
    // Consumes it if it is of this kind (is this word); says whether it did.
    bool accept(TokenKind kind);
    bool accept_word(std::string_view word);
    // Consumes it, or throws SyntaxError "expected ..., found ...".
    Token expect(TokenKind kind);
    void expect_word(std::string_view word);
    Token expect_name(std::string_view role);

    // Throws SyntaxError at the token at hand: "expected <expected>, found <token>".
    [[noreturn]] void refuse(std::string_view expected) const;
    // Throws SyntaxError at `span` with this problem.
    [[noreturn]] void fail(Span span, std::string problem) const;

  private:
    const SourceText& source_;
    Lexer lexer_;
    Token current_;
    std::uint32_t consumed_end_ = 0;
};

}  // namespace postvern::policy::language
