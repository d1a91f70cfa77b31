#include "policy/language/json/document.hpp"

#include <gtest/gtest.h>

#include <string>

#include "policy/language/json/writer.hpp"
#include "policy/language/limits.hpp"

namespace postvern::policy::language::json {
namespace {

std::string problem_of(const std::string& text) {
    try {
        const Document document(Source{"test.json", text});
        return "accepted";
    } catch (const SyntaxError& error) {
        return error.what();
    }
}

std::string string_of(const std::string& text) {
    const Document document(Source{"test.json", text});
    const std::string* const content = document.root().as_string();
    return content == nullptr ? "no string" : *content;
}

TEST(JsonDocument, ReadsEveryKindOfValue) {
    const Document document(
        Source{"test.json", " { \"a\" : [ null , true, false, -12, 1.5e3, \"x\" ], \"b\": {} } "});
    const Object* const root = document.root().as_object();
    ASSERT_NE(root, nullptr);
    const Array* const array = root->find("a")->as_array();
    ASSERT_NE(array, nullptr);
    ASSERT_EQ(array->size(), 6U);
    EXPECT_TRUE((*array)[0].is_null());
    EXPECT_TRUE(*(*array)[1].as_bool());
    EXPECT_FALSE(*(*array)[2].as_bool());
    EXPECT_EQ((*array)[3].as_number()->whole, -12);
    EXPECT_EQ((*array)[4].as_number()->whole, std::nullopt);
    EXPECT_EQ(*(*array)[5].as_string(), "x");
    EXPECT_TRUE(root->find("b")->as_object()->members().empty());
    EXPECT_EQ(root->find("c"), nullptr);
    EXPECT_EQ(document.source().text((*array)[3].span), "-12");
}

TEST(JsonDocument, KnowsWholeNumbersOfSixtyFourBits) {
    const struct {
        const char* text;
        std::optional<std::int64_t> whole;
    } rows[] = {
        {"0", 0},
        {"9223372036854775807", INT64_MAX},
        {"-9223372036854775808", INT64_MIN},
        {"9223372036854775808", std::nullopt},
        {"1.0", std::nullopt},
        {"1e0", std::nullopt},
        {"-0", std::nullopt},
    };
    for (const auto& row : rows) {
        const Document document(Source{"test.json", row.text});
        EXPECT_EQ(document.root().as_number()->whole, row.whole) << row.text;
    }
}

TEST(JsonDocument, ResolvesEscapes) {
    EXPECT_EQ(string_of(R"("\"\\\/\b\f\n\r\t")"), "\"\\/\b\f\n\r\t");
    EXPECT_EQ(string_of(R"("\u00e9\u20AC")"), "\u00e9\u20ac");
    EXPECT_EQ(string_of(R"("\ud83d\ude00")"), "\xF0\x9F\x98\x80");
    EXPECT_EQ(string_of(R"("\u0000")"), std::string(1, '\0'));
}

TEST(JsonDocument, RefusesWhatIsNotJsonAndSaysWhere) {
    const struct {
        std::string text;
        const char* problem;
    } rows[] = {
        {"", "1:1: expected a value, found the end of the text"},
        {"nul", "1:1: expected a value"},
        {"tru", "1:1: expected a value"},
        {"True", "1:1: expected a value"},
        {"[1,]", "1:4: expected a value, found ']'"},
        {"[1 2]", "1:4: expected ',' or ']'"},
        {"[1", "1:3: expected ',' or ']', found the end of the text"},
        {"{\"a\":1,}", "1:8: expected a name in quotes, found '}'"},
        {"{a:1}", "1:2: expected a name in quotes"},
        {"{\"a\" 1}", "1:6: expected ':'"},
        {"{\"a\":1 \"b\":2}", "1:8: expected ',' or '}'"},
        {"{\"a\":1,\n \"\\u0061\":2}",
         "2:2: expected each name once in an object, found \"a\" again"},
        {"1 2", "1:3: expected the end of the text"},
        {"01", "1:1: expected a number without zeros before it"},
        {"-", "1:2: expected a digit"},
        {"+1", "1:1: expected a value"},
        {".5", "1:1: expected a value"},
        {"1.", "1:3: expected a digit"},
        {"1e", "1:3: expected a digit"},
        {"\"a", "1:1: expected '\"' to end the string"},
        {"\"a\nb\"", "1:3: expected an escape for the control character"},
        {"\"\\x41\"", "1:2: expected one of the escapes"},
        {"\"\\u12\"", "1:2: expected one of the escapes"},
        {"\"\\", "1:2: expected one of the escapes"},
        {"\"\\ud83d\"", "1:2: expected two surrogates"},
        {"\"\\ud83d\\u0041\"", "1:2: expected two surrogates"},
        {"\"\\ude00\"", "1:2: expected two surrogates"},
        {"// c\n1", "1:1: expected a value"},
        {"\"\xFF\"", "1:2: expected UTF-8"},
        {"\xEF\xBB\xBF{}", "1:1: expected a value"},
    };
    for (const auto& row : rows) {
        EXPECT_EQ(problem_of(row.text).find(std::string("test.json:") + row.problem), 0U)
            << row.text << "\n"
            << problem_of(row.text);
    }
}

TEST(JsonDocument, BoundsDepth) {
    const auto nested = [](std::size_t depth) {
        return std::string(depth, '[') + std::string(depth, ']');
    };
    EXPECT_EQ(problem_of(nested(kMaxJsonDepth)), "accepted");
    EXPECT_NE(problem_of(nested(kMaxJsonDepth + 1)).find("no deeper nesting"), std::string::npos);
    EXPECT_NE(problem_of(std::string(4'000'000, '[')).find("no deeper nesting"), std::string::npos);
}

TEST(JsonDocument, FindsADuplicateAmongManyNames) {
    std::string text = "{";
    for (int index = 0; index < 200'000; ++index) text += "\"" + std::to_string(index) + "\":0,";
    EXPECT_EQ(problem_of(text + "\"x\":0}"), "accepted");
    EXPECT_NE(problem_of(text + "\"7\":0}").find("found \"7\" again"), std::string::npos);
}

TEST(JsonWriter, WritesWhatTheReaderReads) {
    Writer writer(Writer::Layout::one_line);
    writer.begin_object();
    writer.string("a\"\n", "\x01\u00e9");
    writer.name("b");
    writer.begin_array();
    writer.integer(-1);
    writer.null();
    writer.begin_array();
    writer.end_array();
    writer.end_array();
    writer.boolean("c", true);
    writer.end_object();
    EXPECT_EQ(writer.text(), "{\"a\\\"\\n\":\"\\u0001\u00e9\",\"b\":[-1,null,[]],\"c\":true}");
    EXPECT_EQ(problem_of(writer.text()), "accepted");
}

TEST(JsonWriter, RefusesToNestDeeperThanAnybodyReads) {
    Writer writer;
    for (std::size_t depth = 0; depth < kMaxJsonDepth; ++depth) writer.begin_array();
    EXPECT_THROW(writer.begin_array(), std::length_error);
}

}  // namespace
}  // namespace postvern::policy::language::json
