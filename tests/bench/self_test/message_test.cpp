#include "tests/bench/mailload/message.hpp"

#include <gtest/gtest.h>

namespace postvern::tests::bench::mailload {
namespace {

TEST(Message, HasExactlyTheAskedSizeAndNoLineThatNeedsStuffing) {
    for (std::size_t octets = 1000; octets < 1200; ++octets) {
        Message message(static_cast<std::uint32_t>(octets), octets);
        const std::string_view text = message.stamped(7);
        EXPECT_EQ(text.size(), octets);
        EXPECT_TRUE(text.ends_with("\r\n"));
        EXPECT_EQ(text.find("\r\n."), std::string_view::npos);
        EXPECT_EQ(text.find("\n\n"), std::string_view::npos);
    }
}

TEST(Message, IsTheSameInEveryRunAndDiffersOnlyByItsStamp) {
    Message one(3, 2000);
    Message other(3, 2000);
    EXPECT_EQ(one.stamped(41), other.stamped(41));
    EXPECT_NE(one.stamped(41), other.stamped(42));
    EXPECT_NE(one.stamped(42).find("0000000000000042.3@example.com"), std::string_view::npos);
}

}  // namespace
}  // namespace postvern::tests::bench::mailload
