// The lexical tokens that structured header fields share: comments, quoted strings, domain
// literals, words. Lenient as mail demands: what is left open ends with the field.
// Thread safety: a value; borrows the text.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace postvern::records::format {

// Reads an unfolded field value from left to right. Every function ends, and moves forward only.
// RFC 5322 3.2
class Lexer {
  public:
    explicit Lexer(std::string_view text) : text_(text) {}

    bool at_end() const { return position_ == text_.size(); }
    char peek() const { return at_end() ? '\0' : text_[position_]; }
    void skip() { position_ += at_end() ? 0 : 1; }
    // Skips the character if it comes next, and says whether it did.
    bool accept(char c);

    // Skips white space and nested comments; returns whether there were any. The text of the last
    // comment that is not blank goes to `*comment` if that is not null.
    bool skip_comments(std::string* comment = nullptr);

    // A quoted string, from its opening quote on, without quotes and backslashes.
    std::string quoted_string();
    // A domain literal, from '[' to ']', both included, without white space.
    std::string domain_literal();
    // Everything up to white space or one of `stops`.
    std::string_view word(std::string_view stops);
    // Moves to the next `c`, or to the end; quoted strings are passed over whole.
    void skip_to(char c);

  private:
    std::string comment();

    std::string_view text_;
    std::size_t position_ = 0;
};

}  // namespace postvern::records::format
