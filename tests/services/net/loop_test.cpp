#include "services/net/loop.hpp"

#include <algorithm>
#include <thread>

#include "tests/services/net/site.hpp"

namespace postvern::services::net {
namespace {

using std::chrono::milliseconds;

Task<int> number(int value) { co_return value; }

Task<int> failing() {
    throw std::runtime_error("told");
    co_return 0;
}

TEST(Task, GivesItsValueAndItsException) {
    Loop loop;
    auto task = []() -> Task<void> {
        const int sum = co_await number(1) + co_await number(2);
        EXPECT_EQ(sum, 3);
        co_await failing();
    }();
    EXPECT_THROW(run(loop, std::move(task)), std::runtime_error);
}

TEST(Task, DoesNotGrowTheStackOverAMillionTasksThatNeverWait) {
    Loop loop;
    std::int64_t sum = 0;
    auto count = [](std::int64_t& total) -> Task<void> {
        for (int i = 0; i < 1'000'000; ++i) total += co_await number(1);
    };
    run(loop, count(sum));
    EXPECT_EQ(sum, 1'000'000);
}

TEST(Task, ThatHasNotEndedIsDestroyedWithItsLoop) {
    const auto held = std::make_shared<int>(1);
    {
        Loop loop;
        auto forever = [](Loop& owner, std::shared_ptr<int>) -> Task<void> {
            co_await owner.sleep(std::chrono::hours(1));
        };
        spawn(loop, forever(loop, held), [](std::exception_ptr) {});
        loop.post([&loop] { loop.stop(); });
        loop.run();
        EXPECT_EQ(held.use_count(), 2);
        EXPECT_EQ(loop.tasks(), 1U);
    }
    EXPECT_EQ(held.use_count(), 1);
}

TEST(Loop, SleepsInTheOrderOfDeadlines) {
    Loop loop;
    std::vector<int> order;
    auto sleeper = [](Loop& owner, std::vector<int>& woken, int time) -> Task<void> {
        co_await owner.sleep(milliseconds(time));
        woken.push_back(time);
        if (woken.size() == 6) owner.stop();
    };
    const auto begun = Clock::now();
    for (const int time : {25, 5, 0, 15, 10, 20}) {
        spawn(loop, sleeper(loop, order, time), [](std::exception_ptr) {});
    }
    loop.run();
    EXPECT_EQ(order, (std::vector<int>{0, 5, 10, 15, 20, 25}));
    EXPECT_GE(Clock::now() - begun, milliseconds(25));
}

TEST(Loop, RunsWhatOtherThreadsPostInTheirOrder) {
    Loop loop;
    std::vector<int> seen;
    std::thread poster([&] {
        for (int i = 0; i < 10'000; ++i) loop.post([&seen, i] { seen.push_back(i); });
        loop.post([&] {
            EXPECT_EQ(Loop::current(), &loop);
            loop.stop();
        });
    });
    loop.run();
    poster.join();
    ASSERT_EQ(seen.size(), 10'000U);
    EXPECT_TRUE(std::ranges::is_sorted(seen));
    EXPECT_EQ(Loop::current(), nullptr);
}

TEST(Loop, EndsSleepsWhenTheGraceIsOver) {
    Loop loop;
    auto task = [](Loop& owner) -> Task<void> {
        owner.post([&owner] { owner.abort_all(); });
        co_await owner.sleep(std::chrono::hours(1));
        co_await owner.sleep(std::chrono::hours(1));
    };
    const auto begun = Clock::now();
    run(loop, task(loop));
    EXPECT_LT(Clock::now() - begun, std::chrono::minutes(1));
}

struct CountingTimer final : Timer {
    explicit CountingTimer(std::vector<int>& log, int name) : expired(log), id(name) {}
    void on_expired() override { expired.push_back(id); }
    std::vector<int>& expired;
    int id;
};

TEST(Timers, ExpireInOrderAfterBeingMovedAndCancelled) {
    Timers timers;
    std::vector<int> expired;
    std::vector<std::unique_ptr<CountingTimer>> all;
    const Clock::time_point start{};
    for (int i = 0; i < 200; ++i) {
        all.push_back(std::make_unique<CountingTimer>(expired, i));
        timers.arm(*all.back(), start + milliseconds((i * 7919) % 1000));
    }
    std::vector<int> expected;
    for (int i = 0; i < 200; ++i) {
        const auto index = static_cast<std::size_t>(i);
        if (i % 3 == 0) timers.cancel(*all[index]);
        if (i % 3 == 1) timers.arm(*all[index], start + milliseconds(2000 - i));
    }
    timers.expire(start + milliseconds(999));
    EXPECT_EQ(expired.size(), 66U);
    EXPECT_TRUE(std::ranges::is_sorted(expired, {}, [](int i) { return (i * 7919) % 1000; }));
    expired.clear();
    timers.expire(start + milliseconds(3000));
    EXPECT_EQ(expired.size(), 67U);
    EXPECT_TRUE(std::ranges::is_sorted(expired, std::greater()));
    EXPECT_FALSE(timers.earliest());
}

}  // namespace
}  // namespace postvern::services::net
