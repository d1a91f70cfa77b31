#include "services/net/input_buffer.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace postvern::services::net {
namespace {

void put(InputBuffer& buffer, std::string_view octets) {
    while (!octets.empty()) {
        const auto space = buffer.space();
        const auto size = std::min(space.size(), octets.size());
        std::copy_n(octets.data(), size, space.data());
        buffer.filled(size);
        octets.remove_prefix(size);
    }
}

// All lines of `octets`, fed in pieces of `piece` octets, as "text", "text|LF" or "text|LONG".
std::vector<std::string> lines_of(std::string_view octets, std::size_t limit, std::size_t piece) {
    InputBuffer buffer;
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < octets.size(); at += piece) {
        put(buffer, octets.substr(at, piece));
        while (const auto found = buffer.next_line(limit)) {
            lines.push_back(std::string(found->text) + (found->bare_line_feed ? "|LF" : "") +
                            (found->too_long ? "|LONG" : ""));
        }
    }
    return lines;
}

TEST(InputBuffer, FindsTheSameLinesHoweverTheyArrive) {
    const std::string text =
        "first\r\n\r\nbare\n12345678\r\n123456789\r\ninner\rcr\r\nvery very long "
        "line\r\nafter\r\nrest";
    const std::vector<std::string> expected{
        "first", "", "bare|LF", "12345678", "12345678|LONG", "inner\rcr", "very ver|LONG", "after"};
    for (std::size_t piece = 1; piece <= text.size(); ++piece) {
        auto lines = lines_of(text, 8, piece);
        // "inner\rcr" is exactly eight octets.
        EXPECT_EQ(lines, expected) << "in pieces of " << piece;
    }
}

TEST(InputBuffer, KeepsOnlyTheBeginningOfALongLine) {
    InputBuffer buffer;
    put(buffer, "a001 FETCH ");
    for (int i = 0; i < 10'000; ++i) {
        put(buffer, std::string(1000, 'x'));
        EXPECT_FALSE(buffer.next_line(8192));
        EXPECT_LE(buffer.view().size(), 8192U + 1000U);
    }
    put(buffer, "\r\nb\r\n");
    const auto found = buffer.next_line(8192);
    ASSERT_TRUE(found);
    EXPECT_TRUE(found->too_long);
    EXPECT_EQ(found->text, "a001 FETCH " + std::string(53, 'x'));
    EXPECT_EQ(buffer.next_line(8192)->text, "b");
}

TEST(InputBuffer, TellsHowALongLineEndedHoweverItArrives) {
    const std::string last = "the very last 32 octets of a line";  // 33
    const std::string line = std::string(100, 'x') + last;
    for (const std::string ending : {"\r\n", "\n"}) {
        for (const std::size_t limit : {std::size_t{8}, std::size_t{80}, line.size() - 1}) {
            for (std::size_t piece = 1; piece <= line.size() + 2; ++piece) {
                InputBuffer buffer;
                std::optional<InputBuffer::Found> found;
                const std::string octets = line + ending;
                for (std::size_t at = 0; at < octets.size(); at += piece) {
                    ASSERT_FALSE(found);
                    put(buffer, std::string_view(octets).substr(at, piece));
                    found = buffer.next_line(limit);
                }
                ASSERT_TRUE(found && found->too_long) << limit << " in pieces of " << piece;
                EXPECT_EQ(found->last, last.substr(1)) << limit << " in pieces of " << piece;
            }
        }
    }
}

TEST(InputBuffer, TellsOfALineLittleOverASmallLimitNoMoreThanThereIs) {
    InputBuffer buffer;
    put(buffer, "123456789\r\n");
    const auto found = buffer.next_line(8);
    ASSERT_TRUE(found && found->too_long);
    EXPECT_EQ(found->text, "12345678");
    EXPECT_EQ(found->last, "123456789");
}

TEST(InputBuffer, HoldsNoBlockWhenEmpty) {
    InputBuffer buffer;
    put(buffer, "x\r\n");
    EXPECT_TRUE(buffer.next_line(10));
    buffer.release_if_empty();
    EXPECT_EQ(buffer.view().data(), nullptr);
    put(buffer, "kept");
    buffer.release_if_empty();
    EXPECT_EQ(buffer.view(), "kept");
    buffer.consume(2);
    EXPECT_EQ(buffer.view(), "pt");
}

}  // namespace
}  // namespace postvern::services::net
