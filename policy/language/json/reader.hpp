// Cuts a SourceText into a tree of JSON nodes. Not thread-safe; private to Document.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "policy/language/json/document.hpp"

namespace postvern::policy::language::json {

class Reader {
  public:
    explicit Reader(const SourceText& source) : source_(source), text_(source.text()) {}

    // The one value that makes up the text. Throws SyntaxError.
    Node read();

  private:
    Node value();
    Node array();
    Node object();
    Member member();
    Node number();
    Node word(std::string_view word, Node node);
    std::string string();
    void escape(std::string& text);
    char32_t code_unit();
    char32_t surrogate_pair(char32_t high);

    void skip_space();
    bool accept(char octet);
    void count_node();
    char front() const { return at_ < text_.size() ? text_[at_] : '\0'; }
    Span since(std::size_t begin) const;
    [[noreturn]] void refuse(std::string_view expected) const;

    const SourceText& source_;
    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t depth_ = 0;
    std::size_t nodes_ = 0;
};

}  // namespace postvern::policy::language::json
