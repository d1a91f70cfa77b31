#include "services/net/completion.hpp"

#include <atomic>
#include <latch>
#include <thread>

#include "services/net/pool.hpp"
#include "tests/services/net/site.hpp"

namespace postvern::services::net {
namespace {

TEST(Completion, ArrivesFromAnotherThreadOnTheLoopsThread) {
    Loop loop;
    std::thread finisher;
    auto task = [](Loop& owner, std::thread& other) -> Task<void> {
        auto start = [&other](Completion<std::unique_ptr<int>> done) {
            other = std::thread([done = std::move(done)] { done(std::make_unique<int>(7)); });
        };
        const auto value = co_await completed<std::unique_ptr<int>>(owner, std::move(start));
        EXPECT_EQ(*value, 7);
        EXPECT_EQ(Loop::current(), &owner);
    };
    run(loop, task(loop, finisher));
    finisher.join();
}

TEST(Completion, MayBeCalledBeforeStartReturns) {
    Loop loop;
    int sum = 0;
    auto task = [](Loop& owner, int& total) -> Task<void> {
        for (int i = 0; i < 100'000; ++i) {
            auto start = [](Completion<int> done) { done(1); };
            total += co_await completed<int>(owner, std::move(start));
        }
        auto nothing = [](Completion<void> done) { done(std::monostate{}); };
        co_await completed<void>(owner, std::move(nothing));
    };
    run(loop, task(loop, sum));
    EXPECT_EQ(sum, 100'000);
}

TEST(Completion, CarriesAnException) {
    Loop loop;
    auto task = [](Loop& owner) -> Task<void> {
        auto start = [](Completion<void> done) {
            done(std::make_exception_ptr(std::out_of_range("gone")));
        };
        co_await completed<void>(owner, std::move(start));
    };
    EXPECT_THROW(run(loop, task(loop)), std::out_of_range);
}

TEST(Completion, ThatComesAfterTheLoopIsDropped) {
    Completion<int> late;
    {
        Loop loop;
        auto task = [](Loop& owner, Completion<int>& kept) -> Task<void> {
            auto start = [&](Completion<int> done) {
                kept = std::move(done);
                owner.stop();
            };
            co_await completed<int>(owner, std::move(start));
            ADD_FAILURE() << "resumed without a loop";
        };
        spawn(loop, task(loop, late), [](std::exception_ptr) {});
        loop.run();
    }
    late(1);
}

TEST(Pool, RunsWorkElsewhereAndResumesHere) {
    Loop loop;
    Pool pool(2, 100);
    auto task = [](Loop& owner, Pool& workers) -> Task<void> {
        const auto here = std::this_thread::get_id();
        auto work = [token = std::make_unique<int>(5)] {
            return std::pair(*token, std::this_thread::get_id());
        };
        const auto [value, there] = co_await workers.run(std::move(work));
        EXPECT_EQ(value, 5);
        EXPECT_NE(there, here);
        EXPECT_EQ(std::this_thread::get_id(), here);
        EXPECT_EQ(Loop::current(), &owner);
        auto fails = []() -> int { throw std::domain_error("no"); };
        co_await workers.run(std::move(fails));
    };
    EXPECT_THROW(run(loop, task(loop, pool)), std::domain_error);
}

// One worker is held by a latch; the queue has eight places, one of them for known peers only.
TEST(Pool, RefusesWorkWhenItsQueueIsFullAndPrefersKnownPeers) {
    Loop loop;
    std::latch begun(1);
    std::latch release(1);
    std::vector<int> order;
    int refused = 0;
    Pool pool(1, 8);
    auto job = [](Pool& workers, std::vector<int>& done, int& refusals, int id,
                  Priority priority) -> Task<void> {
        auto work = [&done, id] { done.push_back(id); };
        try {
            co_await workers.run(std::move(work), priority);
        } catch (const Saturated&) {
            ++refusals;
        }
    };
    auto blocker = [](Pool& workers, std::latch& started, std::latch& gate) -> Task<void> {
        auto work = [&] {
            started.count_down();
            gate.wait();
        };
        co_await workers.run(std::move(work));
    };
    const auto ignore = [](std::exception_ptr) { ADD_FAILURE(); };
    spawn(loop, blocker(pool, begun, release), ignore);
    loop.post([&] { begun.wait(); });
    for (int id = 0; id < 9; ++id) {
        spawn(loop, job(pool, order, refused, id, Priority::ordinary), ignore);
    }
    spawn(loop, job(pool, order, refused, 100, Priority::preferred), ignore);
    spawn(loop, job(pool, order, refused, 101, Priority::preferred), ignore);
    loop.post([&] { release.count_down(); });
    auto wait = [](Loop& owner) -> Task<void> {
        while (owner.tasks() > 1) co_await owner.sleep(Duration(1));
    };
    run(loop, wait(loop));
    EXPECT_EQ(refused, 3);  // two ordinary beyond seven, one preferred beyond eight
    EXPECT_EQ(order, (std::vector<int>{100, 0, 1, 2, 3, 4, 5, 6}));
}

}  // namespace
}  // namespace postvern::services::net
