#include "services/smtp/grammar/dot_decoder.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace postvern::services::smtp::grammar {
namespace {

constexpr std::uint64_t kLimit = 10'000;

struct Decoded {
    bool is_complete = false;
    std::size_t used = 0;
    std::string text;
    bool has_bare_line_end = false;
    bool operator==(const Decoded&) const = default;
};

// Decodes `input` in two chunks, cut at `cut`.
Decoded decode(std::string_view input, std::size_t cut) {
    Content content("", kLimit);
    DotDecoder decoder;
    std::size_t used = decoder.decode(input.substr(0, cut), content);
    if (!decoder.is_complete()) used += decoder.decode(input.substr(cut), content);
    content.finish();
    return {decoder.is_complete(), used, content.text(), content.has_bare_line_end()};
}

struct Row {
    std::string input;
    bool is_complete;
    std::string text;
    bool has_bare_line_end;
    std::size_t left = 0;  // octets behind the end that are not the message's
};

const std::vector<Row>& table() {
    static const std::vector<Row> rows{
        // What RFC 5321 4.5.2 says.
        {".\r\n", true, "", false},
        {"a\r\n.\r\n", true, "a\r\n", false},
        {"a\r\n\r\nb\r\n.\r\n", true, "a\r\n\r\nb\r\n", false},
        {"..\r\n.\r\n", true, ".\r\n", false},
        {".a\r\n..b\r\n...\r\n.\r\n", true, "a\r\n.b\r\n..\r\n", false},
        {"a.\r\n.\r\n", true, "a.\r\n", false},
        {"a\r\n.\r\nQUIT\r\n", true, "a\r\n", false, 6},
        {"a\r\n.\r\n.\r\n", true, "a\r\n", false, 3},
        {"", false, "", false},
        {"a\r\n.", false, "a\r\n", false},
        {"a\r\n.\r", false, "a\r\n", false},
        // Smuggling: nothing else ends the data.
        {"a\n.\nb\r\n.\r\n", true, "a\r\n.\r\nb\r\n", true},
        {"a\n.\r\nb\r\n.\r\n", true, "a\r\n.\r\nb\r\n", true},
        {"a\r\n.\nb\r\n.\r\n", true, "a\r\n\r\nb\r\n", true},
        {"a\r\n.\rb\r\n.\r\n", true, "a\r\n b\r\n", true},
        {"a\r.\rb\r\n.\r\n", true, "a . b\r\n", true},
        {"a\r.\r\nb\r\n.\r\n", true, "a .\r\nb\r\n", true},
        {"a\n.\rb\r\n.\r\n", true, "a\r\n. b\r\n", true},
        {"a\r\n.\r.\r\nb\r\n.\r\n", true, "a\r\n .\r\nb\r\n", true},
        {"a\r\n.\r\r\nb\r\n.\r\n", true, "a\r\n \r\nb\r\n", true},
        {"a\r\r\n.\r\n", true, "a \r\n", true},
        {"a\r\n\n.\r\nb\r\n.\r\n", true, "a\r\n\r\n.\r\nb\r\n", true},
        {"\n.\n\r\n.\r\n", true, "\r\n.\r\n\r\n", true},
        {"a\r\n\r.\r\n.\r\n", true, "a\r\n .\r\n", true},
        {"a\n.\nMAIL FROM:<x@y>\n.\n", false, "a\r\n.\r\nMAIL FROM:<x@y>\r\n.\r\n", true},
    };
    return rows;
}

TEST(DotDecoder, EndsAtCrlfDotCrlfAndNowhereElse) {
    for (const auto& row : table()) {
        for (std::size_t cut = 0; cut <= row.input.size(); ++cut) {
            SCOPED_TRACE(testing::PrintToString(row.input) + " cut at " + std::to_string(cut));
            const auto decoded = decode(row.input, cut);
            EXPECT_EQ(decoded.is_complete, row.is_complete);
            EXPECT_EQ(decoded.text, row.text);
            EXPECT_EQ(decoded.has_bare_line_end, row.has_bare_line_end);
            EXPECT_EQ(decoded.used, row.input.size() - row.left);
        }
    }
}

// Stuffs as a client does, then decodes octet by octet.
TEST(DotDecoder, GivesBackWhatAClientStuffed) {
    const std::string message = ".\r\n..\r\n.a\r\nb.\r\n\r\n...\r\n";
    std::string stuffed;
    bool at_line_start = true;
    for (const char c : message) {
        if (at_line_start && c == '.') stuffed += '.';
        stuffed += c;
        at_line_start = c == '\n';
    }
    stuffed += ".\r\n";
    Content content("", kLimit);
    DotDecoder decoder;
    for (const char c : stuffed) {
        ASSERT_FALSE(decoder.is_complete());
        EXPECT_EQ(decoder.decode({&c, 1}, content), 1u);
    }
    EXPECT_TRUE(decoder.is_complete());
    EXPECT_EQ(content.text(), message);
    EXPECT_FALSE(content.has_bare_line_end());
}

TEST(DotDecoder, FindsTheEndOfAMessageOverTheLimit) {
    Content content("trace\r\n", 10);
    DotDecoder decoder;
    const std::string input = std::string(1000, 'a') + "\r\n.\r\nRSET\r\n";
    EXPECT_EQ(decoder.decode(input, content), input.size() - 6);
    EXPECT_TRUE(decoder.is_complete());
    EXPECT_TRUE(content.is_over_limit());
    EXPECT_EQ(content.size(), 1002u);
    EXPECT_EQ(content.text(), "") << "nothing is kept of it";
}

}  // namespace
}  // namespace postvern::services::smtp::grammar
