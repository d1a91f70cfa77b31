// Calls of the store that first block the calling thread and then end through a callback (summarise and
// seal, then wait for the writer): begun on a pool, awaited on the loop.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include "services/net/completion.hpp"
#include "services/net/pool.hpp"
#include "services/net/task.hpp"

namespace postvern::services::net {

// Where an outcome and the one who waits for it meet, whichever comes first. Thread-safe.
template <class T>
class MeetingPoint {
  public:
    void arrive(Outcome<T> outcome) {
        {
            const std::lock_guard lock(mutex_);
            if (!waiting_) {
                outcome_ = std::move(outcome);
                return;
            }
        }
        waiting_(std::move(outcome));
    }
    void wait(Completion<T> done) {
        {
            const std::lock_guard lock(mutex_);
            if (!outcome_) {
                waiting_ = std::move(done);
                return;
            }
        }
        done(std::move(*outcome_));
    }

  private:
    std::mutex mutex_;
    std::optional<Outcome<T>> outcome_;
    Completion<T> waiting_;
};

// Runs `begin(completion)` on a thread of `pool` and awaits what it passes to the completion, which it
// calls once, unless it throws. Throws Saturated, what `begin` throws, and the outcome's failure.
template <class T, class Begin>
Task<T> run_to_completion(Pool& pool, Begin begin) {
    auto meeting = std::make_shared<MeetingPoint<T>>();  // shared by the call and its caller
    auto call = [meeting, begin = std::move(begin)]() mutable {
        begin([meeting](Outcome<T> outcome) { meeting->arrive(std::move(outcome)); });
    };
    auto beginning = pool.run(std::move(call));
    co_await beginning;
    auto start = [meeting](Completion<T> done) { meeting->wait(std::move(done)); };
    auto ending = completed<T>(*Loop::current(), std::move(start));
    co_return co_await ending;
}

}  // namespace postvern::services::net
