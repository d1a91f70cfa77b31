// The tokens of a text with the comments around them, which the parser does not see. Pure function,
// thread-safe.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "policy/language/source.hpp"
#include "policy/language/token.hpp"

namespace postvern::policy::language {

struct Comment {
    std::string text;               // from "//" on, without spaces at its end
    bool after_empty_line = false;  // whether at least one empty line stands before it
};

struct CommentedToken {
    Token token;
    std::vector<Comment> before;          // each on a line of its own
    bool after_empty_line = false;        // between the last of them and the token
    std::optional<std::string> trailing;  // behind it on its line
};

// All tokens, the end of the text last. Throws SyntaxError as the Lexer does, and beyond
// kMaxFormatTokens.
std::vector<CommentedToken> read_commented_tokens(const SourceText& source);

}  // namespace postvern::policy::language
