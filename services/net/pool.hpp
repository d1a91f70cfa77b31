// Pool: a few threads for work that blocks (hashing of passwords, files), with a bounded queue.
// Thread-safe. The destructor finishes what is queued, so that every awaiting coroutine gets an
// answer, and joins.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include "services/net/completion.hpp"
#include "services/net/errors.hpp"

namespace postvern::services::net {

// Preferred work goes before ordinary work and may use the whole queue; ordinary work finds the
// queue full at seven eighths of it, so that strangers cannot shut out known peers.
enum class Priority { ordinary, preferred };

class Pool {
  public:
    // `threads` >= 1 workers; at most `queue_limit` pieces of work wait.
    Pool(std::size_t threads, std::size_t queue_limit);
    ~Pool();
    Pool(const Pool&) = delete;
    Pool& operator=(const Pool&) = delete;

    // `auto result = co_await pool.run(work);` runs `work()` on a pool thread and resumes on the
    // awaiting loop with its result or exception. Throws Saturated when the queue is full. `work`
    // may be move-only and must own, or outlive, what it uses.
    template <class Work>
    auto run(Work work, Priority priority = Priority::ordinary) {
        using Result = std::invoke_result_t<Work&>;
        auto start = [this, priority,
                      held = std::make_shared<Work>(std::move(work))](Completion<Result> done) {
            post([held, done = std::move(done)] { done(attempt<Result>(*held)); }, priority);
        };
        return completed<Result>(*Loop::current(), std::move(start));
    }

    // Runs `job`, which must not throw, on a pool thread. Throws Saturated when the queue is full.
    void post(std::function<void()> job, Priority priority = Priority::ordinary);

    // Work that waits, running work not included.
    std::size_t queued() const;

  private:
    template <class Result, class Work>
    static Outcome<Result> attempt(Work& work) {
        try {
            if constexpr (std::is_void_v<Result>) {
                work();
                return Outcome<Result>(std::in_place_index<0>);
            } else {
                return Outcome<Result>(std::in_place_index<0>, work());
            }
        } catch (...) {
            return Outcome<Result>(std::in_place_index<1>, std::current_exception());
        }
    }
    void work_until_closed();
    std::size_t waiting() const { return preferred_.size() + ordinary_.size(); }

    mutable std::mutex mutex_;
    std::condition_variable work_or_close_;
    std::deque<std::function<void()>> preferred_;
    std::deque<std::function<void()>> ordinary_;
    std::size_t queue_limit_;
    bool closed_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace postvern::services::net
