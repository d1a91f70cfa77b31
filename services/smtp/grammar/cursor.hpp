// A place in a text that is being parsed. INVARIANT: offset() <= text().size().
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "services/smtp/grammar/syntax_error.hpp"

namespace postvern::services::smtp::grammar {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr bool is_ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }
constexpr bool is_control(char c) { return is_ascii(c) && (c < ' ' || c == 0x7F); }
constexpr char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; }

constexpr bool equal_ignoring_case(std::string_view left, std::string_view right) {
    if (left.size() != right.size()) return false;
    for (std::size_t i = 0; i < left.size(); ++i) {
        if (upper(left[i]) != upper(right[i])) return false;
    }
    return true;
}

class Cursor {
  public:
    explicit Cursor(std::string_view text) : text_(text) {}

    std::string_view text() const { return text_; }
    std::size_t offset() const { return offset_; }
    std::string_view rest() const { return text_.substr(offset_); }
    bool at_end() const { return offset_ == text_.size(); }
    // The next octet, or NUL at the end (no grammar here admits NUL).
    char peek() const { return at_end() ? '\0' : text_[offset_]; }
    void skip(std::size_t octets = 1) { offset_ += octets; }

    bool take(char c) {
        if (at_end() || peek() != c) return false;
        ++offset_;
        return true;
    }
    // Takes `keyword`, without regard to case.
    bool take_keyword(std::string_view keyword) {
        if (!equal_ignoring_case(rest().substr(0, keyword.size()), keyword)) return false;
        offset_ += keyword.size();
        return true;
    }
    void expect(char c, const char* expected) {
        if (!take(c)) fail(expected);
    }
    void expect_end() const {
        if (!at_end()) fail("the end of the line");
    }
    // The longest run of octets for which `belongs(c)`.
    template <class Belongs>
    std::string_view take_while(Belongs belongs) {
        const auto begin = offset_;
        while (!at_end() && belongs(peek())) ++offset_;
        return text_.substr(begin, offset_ - begin);
    }
    // 1 to 20 digits whose value fits.
    std::uint64_t take_number(const char* expected);

    [[noreturn]] void fail(const char* expected) const { throw SyntaxError(offset_, expected); }
    [[noreturn]] void fail_at(std::size_t offset, const char* expected) const {
        throw SyntaxError(offset, expected);
    }

  private:
    std::string_view text_;
    std::size_t offset_ = 0;
};

}  // namespace postvern::services::smtp::grammar
