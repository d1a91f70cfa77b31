#include "policy/language/lexer.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace postvern::policy::language {
namespace {

std::vector<std::string> lex(const std::string& text) {
    const SourceText source({"test.cedar", text});
    Lexer lexer(source);
    std::vector<std::string> tokens;
    while (true) {
        const Token token = lexer.next();
        if (token.kind == TokenKind::end) return tokens;
        tokens.emplace_back(token.text);
    }
}

TEST(Lexer, CutsTextIntoTokens) {
    using Tokens = std::vector<std::string>;
    const struct {
        std::string text;
        Tokens tokens;
    } rows[] = {
        {"", {}},
        {" \t\r\n\v\f", {}},
        {"// only a comment", {}},
        {"a// b\nc", {"a", "c"}},
        {"permit(principal,action)", {"permit", "(", "principal", ",", "action", ")"}},
        {"A::B::\"c\"", {"A", "::", "B", "::", "\"c\""}},
        {"a:b::c", {"a", ":", "b", "::", "c"}},
        {"<=<>=> ==!=!", {"<=", "<", ">=", ">", "==", "!=", "!"}},
        {"&&||", {"&&", "||"}},
        {"-12+3*4", {"-", "12", "+", "3", "*", "4"}},
        {"_a1 __cedar", {"_a1", "__cedar"}},
        {"12ab", {"12", "ab"}},
        {R"("a\"b" "\\" "//")", {R"("a\"b")", R"("\\")", R"("//")"}},
        {"\"two\nlines\"", {"\"two\nlines\""}},
        {"@id?.[]{};", {"@", "id", "?", ".", "[", "]", "{", "}", ";"}},
    };
    for (const auto& row : rows) EXPECT_EQ(lex(row.text), row.tokens) << row.text;
}

TEST(Lexer, RemainsAtTheEnd) {
    const SourceText source({"test.cedar", "a"});
    Lexer lexer(source);
    lexer.next();
    EXPECT_EQ(lexer.next().kind, TokenKind::end);
    EXPECT_EQ(lexer.next().kind, TokenKind::end);
}

TEST(Lexer, NamesThePlaceOfWhatIsNoToken) {
    const struct {
        std::string text;
        Position position;
        std::string problem;
    } rows[] = {
        {"a = b", {1, 3}, "expected '==', found '='"},
        {"a & b", {1, 3}, "expected '&&', found '&'"},
        {"a\n | b", {2, 2}, "expected '||', found '|'"},
        {"a % b", {1, 3}, "found the character U+0025"},
        {"// \xC3\xA9\n\xC3\xA9", {2, 1}, "found the character U+00E9"},
        {std::string("a\0b", 3), {1, 2}, "found the character U+0000"},
        {"\xEF\xBB\xBFpermit", {1, 1}, "found the character U+FEFF"},
        {"a \xF0\x9F\x98\x80", {1, 3}, "found the character U+1F600"},
        {"x\n  \"open", {2, 3}, "found the end of the file"},
        {"\"ends in a backslash\\", {1, 1}, "found the end of the file"},
        {"\"\xC3\xA9\xC3\xA9\" %", {1, 6}, "found the character U+0025"},
    };
    for (const auto& row : rows) {
        try {
            lex(row.text);
            ADD_FAILURE() << "accepted: " << row.text;
        } catch (const SyntaxError& error) {
            EXPECT_EQ(error.position(), row.position) << row.text;
            EXPECT_NE(error.problem().find(row.problem), std::string::npos) << error.what();
        }
    }
}

TEST(SourceText, RefusesWhatIsNotUtf8) {
    const std::string invalid[] = {
        "\x80",              // continuation alone
        "\xC3",              // cut short
        "\xC0\xAF",          // overlong
        "\xE0\x80\x80",      // overlong
        "\xED\xA0\x80",      // surrogate
        "\xF4\x90\x80\x80",  // above U+10FFFF
        "\xFF",
    };
    for (const std::string& octets : invalid) {
        try {
            SourceText({"bad.cedar", "permit\n \xC3\xA9" + octets});
            ADD_FAILURE() << "accepted octets of size " << octets.size();
        } catch (const SyntaxError& error) {
            EXPECT_EQ(error.position(), (Position{2, 3}));
            EXPECT_EQ(error.file(), "bad.cedar");
        }
    }
}

TEST(SourceText, CountsColumnsInCharactersAndDrawsTheCaretBelow) {
    const SourceText source({"a.cedar", "first\n\t\xC3\xA9\xC3\xA9 x\r\nlast"});
    const SyntaxError error = source.error(12, "expected y, found x");
    EXPECT_EQ(error.position(), (Position{2, 5}));
    EXPECT_STREQ(error.what(), "a.cedar:2:5: expected y, found x");
    EXPECT_EQ(error.excerpt(), "\t\xC3\xA9\xC3\xA9 x\n\t   ^");
}

TEST(SourceText, ShowsNoControlCharacters) {
    const SourceText source({"a.cedar", "\x1B[2J x"});
    EXPECT_EQ(source.error(5, "p").excerpt(), "?[2J x\n     ^");
}

}  // namespace
}  // namespace postvern::policy::language
