#include "services/smtp/grammar/content.hpp"

#include <gtest/gtest.h>

#include <string>

namespace postvern::services::smtp::grammar {
namespace {

TEST(Content, WritesBehindItsPrefixAndDoesNotCountIt) {
    Content content("Received: x\r\n", 3);
    content.append("a\r\n");
    content.finish();
    EXPECT_EQ(content.text(), "Received: x\r\na\r\n");
    EXPECT_EQ(content.prefix_size(), 13u);
    EXPECT_EQ(content.size(), 3u);
    EXPECT_FALSE(content.is_over_limit()) << "a message of exactly the limit fits";
}

TEST(Content, IsOverItsLimitByOneOctet) {
    Content content("", 3);
    content.append("a\r\n");
    content.append("b");
    EXPECT_TRUE(content.is_over_limit());
    EXPECT_TRUE(content.is_discarded());
}

TEST(Content, JoinsLineEndsThatCameInPieces) {
    Content content("", 100);
    for (const char* piece : {"a\r", "\nb", "\r", "\n", "\n"}) content.append(piece);
    content.finish();
    EXPECT_EQ(content.text(), "a\r\nb\r\n\r\n");
    EXPECT_TRUE(content.has_bare_line_end());
}

TEST(Content, SettlesACarriageReturnAtTheEnd) {
    Content content("", 100);
    content.append("a\r");
    EXPECT_FALSE(content.has_bare_line_end());
    content.finish();
    EXPECT_EQ(content.text(), "a ");
    EXPECT_TRUE(content.has_bare_line_end());
}

TEST(Content, NotesNullOctets) {
    Content content("", 100);
    content.append(std::string_view("a\0b", 3));
    EXPECT_TRUE(content.has_null());
    EXPECT_EQ(content.size(), 3u);
}

TEST(Content, CountsLineEndsThatGrowAgainstTheLimit) {
    Content content("", 4);
    content.append("a\nb\n");
    EXPECT_TRUE(content.is_over_limit());
}

}  // namespace
}  // namespace postvern::services::smtp::grammar
