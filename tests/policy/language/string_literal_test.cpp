#include "policy/language/string_literal.hpp"

#include <gtest/gtest.h>

#include <string>

#include "policy/language/lexer.hpp"

namespace postvern::policy::language {
namespace {

std::string read(const std::string& text) {
    const SourceText source({"test.cedar", text});
    return read_string(source, Lexer(source).next());
}

bool matches(const std::string& pattern, const std::string& text) {
    const SourceText source({"test.cedar", pattern});
    return read_pattern(source, Lexer(source).next()).matches(text);
}

TEST(StringLiteral, ResolvesEscapes) {
    const struct {
        std::string literal;
        std::string meaning;
    } rows[] = {
        {R"("")", ""},
        {R"("plain")", "plain"},
        {R"("\"\\\n\r\t")", "\"\\\n\r\t"},
        {R"("a\0b")", std::string("a\0b", 3)},
        {R"("\x41\x7f\x00")", std::string("A\x7F\0", 3)},
        {R"("\u{41}")", "A"},
        {R"("\u{e9}\u{20AC}\u{1F600}")", "\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80"},
        {R"("\u{000041}")", "A"},
        {R"("\u{4_1}\u{0_0_0_0_4_1_}")", "AA"},
        {R"("\'")", "'"},
        {R"("\u{10FFFF}")", "\xF4\x8F\xBF\xBF"},
        {"\"\xC3\xA9\"", "\xC3\xA9"},
        {"\"a\nb\"", "a\nb"},
        {R"("*")", "*"},
    };
    for (const auto& row : rows) EXPECT_EQ(read(row.literal), row.meaning) << row.literal;
}

TEST(StringLiteral, RefusesOtherEscapesAndPointsAtThem) {
    const struct {
        std::string literal;
        std::size_t column;
    } rows[] = {
        {R"("ab\q")", 4},         {R"("\*")", 2},        {R"("\x4")", 2},
        {R"("\x80")", 2},         {R"("\xg0")", 2},      {R"("\x-1")", 2},
        {R"("\u41")", 2},         {R"("\u{}")", 2},      {R"("\u{1234567}")", 2},
        {R"("\u{D800}")", 2},     {R"("\u{110000}")", 2}, {R"("\u{_41}")", 2},
        {R"("\u{41")", 2},        {R"("\/")", 2},        {"\"a\\\nb\"", 3},
        {"\"a\rb\"", 3},          {R"("é\q")", 3},
    };
    for (const auto& row : rows) {
        try {
            read(row.literal);
            ADD_FAILURE() << "accepted: " << row.literal;
        } catch (const SyntaxError& error) {
            EXPECT_EQ(error.position(), (Position{1, row.column})) << error.what();
        }
    }
}

// syntax-operators, like
TEST(Pattern, MatchesAsTheSpecificationShows) {
    const struct {
        std::string text;
        std::string pattern;
        bool matches;
    } rows[] = {
        {"s3://bucketA/redTeam/some/thing", R"("s3:*")", true},
        {"eggs", R"("ham*")", false},
        {"eggs", R"("e\x2as")", true},
        {"eggs", R"("e\u{2a}s")", true},
        {"eggs", R"("e\*s")", false},
        {"eggs", R"("*ham")", false},
        {"eggs", R"("*ham*")", false},
        {"ham and eggs", R"("ham*")", true},
        {"ham and eggs", R"("*ham")", false},
        {"ham and eggs", R"("*ham*")", true},
        {"ham and eggs", R"("*h*a*m*")", true},
        {"eggs and ham", R"("ham*")", false},
        {"eggs and ham", R"("*ham")", true},
        {"eggs, ham, and spinach", R"("ham*")", false},
        {"eggs, ham, and spinach", R"("*ham")", false},
        {"eggs, ham, and spinach", R"("*ham*")", true},
        {"Gotham", R"("ham*")", false},
        {"Gotham", R"("*ham")", true},
        {"ham", R"("ham")", true},
        {"ham", R"("ham*")", true},
        {"ham", R"("*ham")", true},
        {"ham", R"("*h*a*m*")", true},
        {"ham and ham", R"("ham*")", true},
        {"ham and ham", R"("*ham")", true},
        {"ham", R"("*ham and eggs*")", false},
        {"\\afterslash", R"("\\*")", true},
        {"string\\with\\backslashes", R"("string\\with\\backslashes")", true},
        {"string\\with\\backslashes", R"("string*with*backslashes")", true},
        {"string*with*stars", R"("string\*with\*stars")", true},
        {"stringXwith*stars", R"("string\*with\*stars")", false},
        {"", R"("")", true},
        {"", R"("*")", true},
        {"x", R"("")", false},
        {"a", R"("a*a")", false},
        {"aa", R"("a*a")", true},
        {"aXbXc", R"("a**c")", true},
        {"abcbd", R"("a*b*d")", true},
        {"abd", R"("a*b*b*d")", false},
        {"\xC3\xA9t\xC3\xA9", R"("\u{e9}*\u{e9}")", true},
        {"h\nm", R"("h*m")", true},
    };
    for (const auto& row : rows) {
        EXPECT_EQ(matches(row.pattern, row.text), row.matches) << row.text << " like " << row.pattern;
    }
}

TEST(Pattern, StaysFastOnManyWildcards) {
    std::string pattern = "\"";
    for (int index = 0; index < 2000; ++index) pattern += "a*";
    EXPECT_FALSE(matches(pattern + "b\"", std::string(100'000, 'a')));
}

}  // namespace
}  // namespace postvern::policy::language
