#include "policy/language/format/formatter.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string_view>
#include <vector>

#include "policy/language/format/commented_tokens.hpp"
#include "policy/language/format/layout.hpp"
#include "policy/language/policy_parser.hpp"

namespace postvern::policy::language {

namespace {

bool is_keyword(const Token& token) {
    constexpr std::array<std::string_view, 7> kWords = {"in", "has",  "like", "is",
                                                        "if", "then", "else"};
    return token.kind == TokenKind::identifier &&
           std::find(kWords.begin(), kWords.end(), token.text) != kWords.end();
}

// Whether an operand may end with this token, so that a '-' behind it subtracts and a '[' indexes.
bool ends_operand(const Token& token) {
    switch (token.kind) {
        case TokenKind::identifier:
            return !is_keyword(token);
        case TokenKind::string:
        case TokenKind::integer:
        case TokenKind::right_parenthesis:
        case TokenKind::right_bracket:
        case TokenKind::right_brace:
            return true;
        default:
            return false;
    }
}

// Walks over the tokens of a text that is known to be Cedar and lays them out.
class Formatter {
  public:
    explicit Formatter(const std::vector<CommentedToken>& tokens) : tokens_(tokens) {}

    std::string format() {
        while (!at(TokenKind::end)) policy();
        comments_above(false);
        return layout_.render(kFormatWidth);
    }

  private:
    const Token& current() const { return tokens_[next_].token; }
    bool at(TokenKind kind) const { return current().kind == kind; }
    bool at_word(std::string_view word) const {
        return at(TokenKind::identifier) && current().text == word;
    }
    bool at_closing() const {
        return at(TokenKind::right_parenthesis) || at(TokenKind::right_bracket) ||
               at(TokenKind::right_brace);
    }
    bool at_opening() const {
        return at(TokenKind::left_parenthesis) || at(TokenKind::left_bracket) ||
               at(TokenKind::left_brace);
    }

    // Writes the token at hand with its comments.
    void token() {
        for (const Comment& comment : tokens_[next_].before) layout_.own_line_comment(comment.text);
        bare_token();
    }

    void bare_token() {
        layout_.text(current().text);
        if (tokens_[next_].trailing) layout_.trailing_comment(*tokens_[next_].trailing);
        ++next_;
    }

    // The comments before the token at hand, with their empty lines; they stand apart from the
    // policy before.
    void comments_above(bool token_follows) {
        const CommentedToken& commented = tokens_[next_];
        bool first = true;
        for (const Comment& comment : commented.before) {
            if (first || comment.after_empty_line) layout_.empty_line();
            layout_.own_line_comment(comment.text);
            first = false;
        }
        if (token_follows && (first || commented.after_empty_line)) layout_.empty_line();
    }

    // {Annotation} Effect '(' Scope ')' {Condition} ';'
    void policy() {
        comments_above(true);
        bool commented = true;  // the comments before the first token are written
        const auto start = [&] {
            commented ? bare_token() : token();
            commented = false;
        };
        while (at(TokenKind::at)) {
            start();
            while (!at(TokenKind::at) && !at_word("permit") && !at_word("forbid")) token();
            layout_.line_break();
        }
        start();
        layout_.text(" ");
        bracket();
        while (!at(TokenKind::semicolon)) condition();
        token();
        layout_.line_break();
    }

    // ('when' | 'unless') '{' Expr '}'
    void condition() {
        layout_.line_break();
        layout_.begin_group();
        token();
        layout_.text(" ");
        token();
        layout_.indent();
        layout_.space_or_break();
        expression();
        layout_.outdent();
        layout_.space_or_break();
        token();
        layout_.end_group();
    }

    void expression() {
        layout_.begin_group();
        if (at_word("if")) {
            conditional();
        } else {
            chain(TokenKind::double_bar);
        }
        layout_.end_group();
    }

    // Each part begins with its word: if, then, else.
    void conditional() {
        for (int part = 0; part < 3; ++part) {
            if (part != 0) layout_.space_or_break();
            token();
            layout_.text(" ");
            expression();
        }
    }

    // Operands of '||', each a chain of '&&', each a chain of terms; the operator ends the line.
    void chain(TokenKind operation) {
        const auto operand = [&] {
            if (operation == TokenKind::double_ampersand) return term();
            layout_.begin_group();
            chain(TokenKind::double_ampersand);
            layout_.end_group();
        };
        operand();
        while (at(operation)) {
            layout_.text(" ");
            token();
            layout_.space_or_break();
            operand();
        }
    }

    // All up to the next operator that a chain has, comma or closing bracket.
    void term() {
        const std::size_t first = next_;
        bool glued = true;  // nothing to separate from yet
        while (!ends_term()) {
            const bool sign = (at(TokenKind::minus) || at(TokenKind::exclamation)) &&
                              (next_ == first || !ends_operand(tokens_[next_ - 1].token));
            if (!glued && needs_space()) layout_.text(" ");
            if (at(TokenKind::colon)) return named_value();
            if (at_opening()) {
                bracket();
            } else {
                token();
            }
            glued = sign;
        }
    }

    // name: value, in a record; the name is written.
    void named_value() {
        token();
        layout_.text(" ");
        expression();
    }

    bool ends_term() const {
        return at(TokenKind::double_ampersand) || at(TokenKind::double_bar) ||
               at(TokenKind::comma) || at(TokenKind::semicolon) || at(TokenKind::end) ||
               at_closing() || at_word("then") || at_word("else");
    }

    // Whether a space separates the token at hand from the one before, within a term.
    bool needs_space() const {
        const Token& before = tokens_[next_ - 1].token;
        switch (before.kind) {
            case TokenKind::dot:
            case TokenKind::double_colon:
            case TokenKind::question_mark:
                return false;
            default:
                break;
        }
        switch (current().kind) {
            case TokenKind::dot:
            case TokenKind::double_colon:
            case TokenKind::colon:
                return false;
            case TokenKind::left_parenthesis:
            case TokenKind::left_bracket:
                return !ends_operand(before);
            default:
                return true;
        }
    }

    // From an opening bracket to its closing one; what stands between commas keeps together.
    void bracket() {
        layout_.begin_group();
        token();
        if (!at_closing()) {
            layout_.indent();
            layout_.break_if_needed();
            while (!at_closing()) {
                expression();
                if (!at(TokenKind::comma)) break;
                token();
                if (!at_closing()) layout_.space_or_break();
            }
            layout_.outdent();
            layout_.break_if_needed();
        }
        token();
        layout_.end_group();
    }

    const std::vector<CommentedToken>& tokens_;
    std::size_t next_ = 0;
    Layout layout_;
};

// What must be the same before and after: every token and every comment, in order.
std::vector<std::string_view> fingerprint(const std::vector<CommentedToken>& tokens) {
    std::vector<std::string_view> all;
    for (const CommentedToken& commented : tokens) {
        for (const Comment& comment : commented.before) all.emplace_back(comment.text);
        all.push_back(commented.token.text);
        if (commented.trailing) all.emplace_back(*commented.trailing);
    }
    return all;
}

}  // namespace

std::string format_policies(const SourceText& source) {
    parse_policies(source);
    const std::vector<CommentedToken> before = read_commented_tokens(source);
    std::string formatted = Formatter(before).format();
    const SourceText result(Source{source.name(), formatted});
    if (fingerprint(before) != fingerprint(read_commented_tokens(result))) {
        throw std::logic_error("formatting " + source.name() + " would change it");
    }
    return formatted;
}

}  // namespace postvern::policy::language
