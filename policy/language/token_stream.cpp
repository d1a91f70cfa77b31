#include "policy/language/token_stream.hpp"

#include <utility>

namespace postvern::policy::language {

namespace {

// A token as a message shows it: quoted and short; a string only as a string, because its text
// may be long or hold control characters.
std::string show(const Token& token) {
    constexpr std::size_t kMaxShown = 40;
    if (token.kind == TokenKind::identifier || token.kind == TokenKind::integer) {
        const bool whole = token.text.size() <= kMaxShown;
        return "'" + std::string(token.text.substr(0, kMaxShown)) + (whole ? "'" : "...'");
    }
    return std::string(describe(token.kind));
}

}  // namespace

Token TokenStream::take() {
    const Token taken = current_;
    consumed_end_ = taken.span.end;
    current_ = lexer_.next();
    return taken;
}

bool TokenStream::accept(TokenKind kind) {
    if (!at(kind)) return false;
    take();
    return true;
}

bool TokenStream::accept_word(std::string_view word) {
    if (!at_word(word)) return false;
    take();
    return true;
}

Token TokenStream::expect(TokenKind kind) {
    if (!at(kind)) refuse(describe(kind));
    return take();
}

void TokenStream::expect_word(std::string_view word) {
    if (!accept_word(word)) refuse("'" + std::string(word) + "'");
}

Token TokenStream::expect_name(std::string_view role) {
    if (at(TokenKind::identifier) && is_reserved(current_.text)) {
        fail(current_.span, "expected " + std::string(role) + ", found the reserved word '" +
                                std::string(current_.text) + "'");
    }
    if (!at(TokenKind::identifier)) refuse(role);
    return take();
}

void TokenStream::refuse(std::string_view expected) const {
    fail(current_.span, "expected " + std::string(expected) + ", found " + show(current_));
}

void TokenStream::fail(Span span, std::string problem) const {
    throw source_.error(span.begin, std::move(problem));
}

}  // namespace postvern::policy::language
