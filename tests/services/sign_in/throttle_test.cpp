#include "services/sign_in/throttle.hpp"

#include <gtest/gtest.h>

namespace postvern::services::sign_in {
namespace {

using namespace std::chrono_literals;

constexpr net::PeerPrefix kHere{1};
constexpr net::PeerPrefix kElsewhere{2};

class ThrottleTest : public testing::Test {
  protected:
    // Books, and fails at the moment that was booked.
    Throttle::Duration fail_once(std::string_view name, net::PeerPrefix prefix) {
        const auto booking = throttle_.book(name, prefix);
        EXPECT_TRUE(booking);
        now_ += booking->wait;
        throttle_.failed(name, prefix);
        return booking->wait;
    }

    Throttle::Clock::time_point now_{1000h};
    Throttle throttle_{[this] { return now_; }};
};

TEST_F(ThrottleTest, DelaysGrowWithFailuresUpToHalfAMinute) {
    for (const auto expected :
         {0ms, 500ms, 1000ms, 2000ms, 4000ms, 8000ms, 16000ms, 30000ms, 30000ms}) {
        EXPECT_EQ(fail_once("alice", kHere), expected);
    }
}

TEST_F(ThrottleTest, TheOwnerIsNotDelayedElsewhere) {
    for (int i = 0; i < 8; ++i) fail_once("alice", kHere);
    EXPECT_EQ(throttle_.book("alice", kElsewhere)->wait, 0ms);
    EXPECT_EQ(throttle_.book("bob", kHere)->wait, 0ms);
}

TEST_F(ThrottleTest, SpellingsOfANameShareTheirDelays) {
    for (int i = 0; i < 4; ++i) fail_once("alice@example.org", kHere);
    EXPECT_EQ(throttle_.book("ALICE@Example.org", kHere)->wait, 4000ms);
    fail_once("\xEF\xBD\x81lice", kHere);
    EXPECT_EQ(throttle_.book("al\xEF\xBD\x89\x63\x65", kHere)->wait, 500ms);
}

TEST_F(ThrottleTest, ASuccessClearsTheSlate) {
    for (int i = 0; i < 5; ++i) fail_once("alice", kHere);
    throttle_.succeeded("alice", kHere);
    EXPECT_EQ(throttle_.book("alice", kHere)->wait, 0ms);
}

TEST_F(ThrottleTest, ParallelAttemptsQueueUpBehindEachOther) {
    fail_once("alice", kHere);
    EXPECT_EQ(throttle_.book("alice", kHere)->wait, 500ms);
    EXPECT_EQ(throttle_.book("alice", kHere)->wait, 1000ms);
    EXPECT_EQ(throttle_.book("alice", kHere)->wait, 1500ms);
}

TEST_F(ThrottleTest, WhoWouldWaitTooLongIsTurnedAway) {
    for (int i = 0; i < 8; ++i) fail_once("alice", kHere);
    EXPECT_EQ(throttle_.book("alice", kHere)->wait, 30s);
    EXPECT_EQ(throttle_.book("alice", kHere)->wait, 60s);
    EXPECT_FALSE(throttle_.book("alice", kHere));
    now_ += 1s;
    EXPECT_FALSE(throttle_.book("alice", kHere)) << "being turned away books nothing";
    now_ += 30s;
    EXPECT_TRUE(throttle_.book("alice", kHere));
}

TEST_F(ThrottleTest, ABurstBookedBeforeAFailureMustBookAgain) {
    const auto first = *throttle_.book("alice", kHere);
    const auto second = *throttle_.book("alice", kHere);
    EXPECT_TRUE(throttle_.stands(first, "alice", kHere));
    throttle_.failed("alice", kHere);
    EXPECT_FALSE(throttle_.stands(second, "alice", kHere));
    const auto again = *throttle_.book("alice", kHere);
    EXPECT_EQ(again.wait, 500ms);
    EXPECT_TRUE(throttle_.stands(again, "alice", kHere)) << "it has its own moment";
}

class GuessingNetwork : public ThrottleTest {
  protected:
    // So many new names, each tried once and wrongly, at the moments that were booked; how far apart
    // the last two of them were.
    Throttle::Duration guess(std::size_t names) {
        Throttle::Duration wait{};
        for (std::size_t i = 0; i < names; ++i) {
            wait = fail_once("name" + std::to_string(guessed_++), kHere);
        }
        return wait;
    }

  private:
    std::size_t guessed_ = 0;
};

TEST_F(GuessingNetwork, IsSlowedTheMoreNamesItTries) {
    EXPECT_EQ(guess(17), 0ms);
    for (const auto expected : {500ms, 1000ms, 2000ms, 4000ms, 8000ms, 8000ms}) {
        EXPECT_EQ(guess(16), expected);
    }
}

TEST_F(GuessingNetwork, TriesItsNamesOneAfterAnother) {
    guess(17);
    EXPECT_EQ(throttle_.book("bob", kHere)->wait, 0ms);
    EXPECT_EQ(throttle_.book("carol", kHere)->wait, 500ms);
    EXPECT_EQ(throttle_.book("dave", kHere)->wait, 1000ms);
    for (int i = 0; i < 118; ++i) throttle_.book("x", kHere);
    EXPECT_FALSE(throttle_.book("erin", kHere)) << "who would wait too long is turned away";
}

TEST_F(GuessingNetwork, GainsNothingByABurst) {
    const auto early = *throttle_.book("alice", kHere);
    EXPECT_TRUE(throttle_.stands(early, "alice", kHere));
    guess(17);
    EXPECT_FALSE(throttle_.stands(early, "alice", kHere));
    const auto again = *throttle_.book("alice", kHere);
    EXPECT_TRUE(throttle_.stands(again, "alice", kHere)) << "it has its own moment";
}

TEST_F(GuessingNetwork, KeepsNeitherOwnersElsewhereNorThoseItKnows) {
    throttle_.succeeded("alice", kHere);
    guess(100);
    throttle_.book("queued", kHere);
    EXPECT_EQ(throttle_.book("alice", kHere)->wait, 0ms);
    EXPECT_EQ(throttle_.book("bob", kElsewhere)->wait, 0ms);
    throttle_.failed("alice", kHere);
    EXPECT_EQ(throttle_.book("alice", kHere)->wait, 500ms) << "the delay of her own slate";
}

TEST_F(GuessingNetwork, IsOnlyOneWhereManyNamesFailAndNotOneNameOften) {
    for (int i = 0; i < 40; ++i) fail_once("alice", kHere);
    EXPECT_EQ(throttle_.book("bob", kHere)->wait, 0ms);
    EXPECT_EQ(throttle_.book("carol", kHere)->wait, 0ms);
    // People who mistype and then get in are no guessers.
    for (int i = 0; i < 100; ++i) {
        const auto name = "person" + std::to_string(i);
        throttle_.failed(name, kHere);
        throttle_.succeeded(name, kHere);
    }
    throttle_.book("dave", kHere);
    EXPECT_EQ(throttle_.book("erin", kHere)->wait, 0ms);
}

TEST_F(GuessingNetwork, IsForgottenAfterAQuarterOfAnHour) {
    guess(100);
    now_ += 15min;
    throttle_.forget_expired();
    EXPECT_EQ(guess(17), 0ms);
}

TEST_F(ThrottleTest, ForgetsAfterAQuarterOfAnHourAtMost) {
    for (int i = 0; i < 6; ++i) fail_once("alice", kHere);
    throttle_.succeeded("bob", kHere);
    EXPECT_TRUE(throttle_.is_known(kHere));
    EXPECT_FALSE(throttle_.is_known(kElsewhere));
    now_ += 15min;
    throttle_.forget_expired();
    EXPECT_FALSE(throttle_.is_known(kHere));
    EXPECT_EQ(fail_once("alice", kHere), 0ms);
    EXPECT_EQ(fail_once("alice", kHere), 500ms) << "it starts from one failure again";
}

TEST_F(ThrottleTest, KeepsABoundedNumberOfSlates) {
    for (std::size_t i = 0; i < Throttle::kMostEntries + 10; ++i) {
        throttle_.failed("name" + std::to_string(i), kHere);
    }
    throttle_.failed("last", kHere);
    EXPECT_EQ(throttle_.book("last", kHere)->wait, 500ms);
}

}  // namespace
}  // namespace postvern::services::sign_in
