#include "records/format/lexer.hpp"

#include "records/format/ascii.hpp"

namespace postvern::records::format {

bool Lexer::accept(char c) {
    if (at_end() || text_[position_] != c) return false;
    ++position_;
    return true;
}

bool Lexer::skip_comments(std::string* comment_text) {
    const auto begin = position_;
    while (!at_end()) {
        if (is_blank(peek())) {
            ++position_;
        } else if (peek() == '(') {
            const auto text = comment();
            const auto meant = trimmed(text);
            if (comment_text && !meant.empty()) *comment_text = meant;
        } else {
            break;
        }
    }
    return position_ != begin;
}

// A counter instead of recursion: comments nest as deep as the sender likes.
std::string Lexer::comment() {
    std::string text;
    std::size_t depth = 0;
    while (!at_end()) {
        char c = text_[position_++];
        if (c == '(' && ++depth == 1) continue;
        if (c == ')' && --depth == 0) break;
        if (c == '\\' && !at_end()) c = text_[position_++];
        text.push_back(c);
    }
    return text;
}

std::string Lexer::quoted_string() {
    std::string text;
    accept('"');
    while (!at_end()) {
        char c = text_[position_++];
        if (c == '"') break;
        if (c == '\\' && !at_end()) c = text_[position_++];
        text.push_back(c);
    }
    return text;
}

std::string Lexer::domain_literal() {
    std::string text;
    while (!at_end()) {
        const char c = text_[position_++];
        if (!is_blank(c)) text.push_back(c);
        if (c == ']') break;
    }
    return text;
}

std::string_view Lexer::word(std::string_view stops) {
    const auto begin = position_;
    while (!at_end() && !is_blank(peek()) && stops.find(peek()) == std::string_view::npos)
        ++position_;
    return text_.substr(begin, position_ - begin);
}

void Lexer::skip_to(char c) {
    while (!at_end() && peek() != c) {
        if (peek() == '"') {
            quoted_string();
        } else {
            ++position_;
        }
    }
}

}  // namespace postvern::records::format
