#include "policy/language/format/commented_tokens.hpp"

#include <algorithm>
#include <string_view>

#include "policy/language/lexer.hpp"
#include "policy/language/limits.hpp"

namespace postvern::policy::language {

namespace {

// Takes the comments out of the text between two tokens.
class GapReader {
  public:
    explicit GapReader(std::string_view gap) : rest_(gap) {}

    // The comment on the line of the token before, if there is one.
    std::optional<std::string> trailing() {
        const std::size_t comment = rest_.find("//");
        if (rest_.substr(0, comment).find_first_of("\r\n") != std::string_view::npos ||
            comment == std::string_view::npos) {
            return std::nullopt;
        }
        return take_comment(comment);
    }

    // The comments on lines of their own; `after_empty_line` is then whether one is left behind
    // them.
    std::vector<Comment> own_lines() {
        std::vector<Comment> comments;
        for (std::size_t at = rest_.find("//"); at != std::string_view::npos;
             at = rest_.find("//")) {
            const bool apart = has_empty_line(rest_.substr(0, at));
            comments.push_back({take_comment(at), apart});
        }
        return comments;
    }

    bool ends_with_empty_line() const { return has_empty_line(rest_); }

  private:
    // The line break that ends a comment or a token's line is not yet an empty line.
    static bool has_empty_line(std::string_view space) {
        return std::count(space.begin(), space.end(), '\n') > 1;
    }

    std::string take_comment(std::size_t begin) {
        const std::size_t end = std::min(rest_.find_first_of("\r\n", begin), rest_.size());
        std::string_view comment = rest_.substr(begin, end - begin);
        comment = comment.substr(0, comment.find_last_not_of(" \t\v\f") + 1);
        std::string text(comment);
        rest_.remove_prefix(end);
        return text;
    }

    std::string_view rest_;
};

}  // namespace

std::vector<CommentedToken> read_commented_tokens(const SourceText& source) {
    Lexer lexer(source);
    std::vector<CommentedToken> tokens;
    std::uint32_t end = 0;
    do {
        if (tokens.size() == kMaxFormatTokens) {
            throw source.error(end, "expected at most " + std::to_string(kMaxFormatTokens) +
                                        " tokens in a text to format, found more");
        }
        CommentedToken next{lexer.next(), {}, false, std::nullopt};
        GapReader gap(source.text({end, next.token.span.begin}));
        if (!tokens.empty()) tokens.back().trailing = gap.trailing();
        next.before = gap.own_lines();
        next.after_empty_line = gap.ends_with_empty_line();
        end = next.token.span.end;
        tokens.push_back(std::move(next));
    } while (tokens.back().token.kind != TokenKind::end);
    return tokens;
}

}  // namespace postvern::policy::language
