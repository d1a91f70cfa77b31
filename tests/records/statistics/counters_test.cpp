#include "records/statistics/counters.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <thread>
#include <vector>

namespace postvern::records::statistics {
namespace {

constexpr std::int64_t kDay = 86'400;
constexpr std::int64_t kMorning = 20'515 * kDay + 6 * 3'600;  // 2026-03-03 06:00 UTC

std::uint64_t sum(const CountedDay& day, StatisticsTable table, std::size_t number = 0) {
    return day.sums[index_of(table)][number];
}

TEST(Counters, CountAPersonUpToTheSensitivityOfTheTableAndNoFurther) {
    Counters counters(kMorning);
    for (int i = 0; i < 1'000; ++i) {
        counters.count(StatisticsTable::deliveries, 0, AccountId{1}, kMorning);
        counters.count(StatisticsTable::sign_ins, 0, AccountId{1}, kMorning);
    }
    counters.count(StatisticsTable::deliveries, 0, AccountId{2}, kMorning);
    const auto day = counters.close(kMorning + kDay);
    ASSERT_TRUE(day);
    EXPECT_EQ(sum(*day, StatisticsTable::deliveries), 33U);
    EXPECT_EQ(sum(*day, StatisticsTable::sign_ins), 4U);
}

TEST(Counters, BoundAPersonOverAllNumbersOfATableTogether) {
    Counters counters(kMorning);
    for (std::size_t i = 0; i < 300; ++i) {
        counters.count(StatisticsTable::spam_decisions, i % 2, AccountId{1}, kMorning);
    }
    const auto day = counters.close(kMorning + kDay);
    ASSERT_TRUE(day);
    const auto& sums = day->sums[index_of(StatisticsTable::spam_decisions)];
    EXPECT_EQ(sums[0] + sums[1], table_of(StatisticsTable::spam_decisions).sensitivity);
}

TEST(Counters, BeginEachDayAnewAndCountAPersonAgain) {
    Counters counters(kMorning);
    for (int i = 0; i < 9; ++i) counters.count(StatisticsTable::sign_ins, 0, AccountId{1}, kMorning);
    for (int i = 0; i < 3; ++i) counters.count(StatisticsTable::sign_ins, 0, AccountId{1}, kMorning + kDay);
    const auto first = counters.close(kMorning + kDay);
    ASSERT_TRUE(first);
    EXPECT_EQ(first->day, day_at(kMorning));
    EXPECT_EQ(first->since, kMorning);
    EXPECT_EQ(sum(*first, StatisticsTable::sign_ins), 4U);
    const auto second = counters.close(kMorning + 2 * kDay);
    ASSERT_TRUE(second);
    EXPECT_EQ(second->since, beginning_of(day_at(kMorning + kDay)));
    EXPECT_EQ(sum(*second, StatisticsTable::sign_ins), 3U);
}

TEST(Counters, CloseADayOnlyWhenItIsOver) {
    Counters counters(kMorning);
    EXPECT_FALSE(counters.close(kMorning));
    EXPECT_FALSE(counters.close(beginning_of(day_at(kMorning)) + kDay - 1));
    EXPECT_TRUE(counters.close(beginning_of(day_at(kMorning)) + kDay));
    EXPECT_FALSE(counters.close(beginning_of(day_at(kMorning)) + kDay));
}

TEST(Counters, DoNotCountIntoADayThatWasClosedWhenTheClockIsSetBack) {
    Counters counters(kMorning);
    for (int i = 0; i < 9; ++i) counters.count(StatisticsTable::sign_ins, 0, AccountId{1}, kMorning);
    ASSERT_TRUE(counters.close(kMorning + kDay));
    for (int i = 0; i < 9; ++i) counters.count(StatisticsTable::sign_ins, 0, AccountId{1}, kMorning);
    EXPECT_FALSE(counters.close(kMorning));
    EXPECT_EQ(sum(*counters.close(kMorning + 2 * kDay), StatisticsTable::sign_ins), 0U);
}

TEST(Counters, LeaveOutDaysThatTheClockSkipped) {
    Counters counters(kMorning);
    counters.count(StatisticsTable::sign_ins, 0, AccountId{1}, kMorning + kDay);
    const auto day = counters.close(kMorning + 5 * kDay);
    ASSERT_TRUE(day);
    EXPECT_EQ(day->day, day_at(kMorning));
    EXPECT_EQ(sum(*day, StatisticsTable::sign_ins), 0U);
    const auto later = counters.close(kMorning + 6 * kDay);
    ASSERT_TRUE(later);
    EXPECT_EQ(later->day, day_at(kMorning + 5 * kDay));
    EXPECT_EQ(later->since, kMorning + 5 * kDay);
}

TEST(Counters, RefuseANumberThatTheTableDoesNotHave) {
    Counters counters(kMorning);
    EXPECT_THROW(counters.count(StatisticsTable::deliveries, 1, AccountId{1}, kMorning), std::logic_error);
}

TEST(Counters, RoundDaysDownBefore1970) {
    EXPECT_EQ(day_at(-1), Day{-1});
    EXPECT_EQ(day_at(-kDay), Day{-1});
    EXPECT_EQ(day_at(0), Day{0});
    EXPECT_EQ(beginning_of(Day{-1}), -kDay);
}

// Run under ThreadSanitizer as well: nothing that is counted while others close is lost or counted twice.
TEST(Counters, LoseNothingBetweenThreads) {
    constexpr int kThreads = 4;
    constexpr int kAccounts = 2'000;
    Counters counters(kMorning);
    std::atomic<int> going{kThreads};
    std::vector<std::thread> threads;
    for (int thread = 0; thread < kThreads; ++thread) {
        threads.emplace_back([&, thread] {
            for (int i = 0; i < 4 * kAccounts; ++i) {
                const AccountId account{static_cast<std::uint64_t>(thread * kAccounts + i % kAccounts + 1)};
                counters.count(StatisticsTable::deliveries, 0, account, kMorning);
                counters.count(StatisticsTable::deliveries, 0, AccountId{1'000'000}, kMorning);
            }
            --going;
        });
    }
    while (going > 0) EXPECT_FALSE(counters.close(kMorning));
    for (auto& each : threads) each.join();
    EXPECT_EQ(sum(*counters.close(kMorning + kDay), StatisticsTable::deliveries), 4U * kThreads * kAccounts + 32U);
}

}  // namespace
}  // namespace postvern::records::statistics
