// Calls of the store that seal, or read from disk, on the calling thread and then end through a callback
// (the writer's): begun on a pool or here, awaited on the loop.
#pragma once

#include <exception>
#include <memory>
#include <utility>

#include "services/net/completion.hpp"
#include "services/net/pool.hpp"
#include "services/net/task.hpp"

namespace postvern::services::net {

namespace detail {

template <class T, class Begin>
void begin_or_fail(Begin& begin, const Completion<T>& done) {
    try {
        begin(done);
    } catch (...) {
        done(Outcome<T>(std::in_place_index<1>, std::current_exception()));
    }
}

}  // namespace detail

// Runs `begin(completion)` on a thread of `pool` and awaits what it passes to the completion, which it
// calls once, unless it throws. Throws Saturated, what `begin` throws, and the outcome's failure.
template <class T, class Begin>
Task<T> run_to_completion(Pool& pool, Begin begin) {
    // shared: jobs of a pool are copyable, `begin` need not be
    auto start = [&pool, held = std::make_shared<Begin>(std::move(begin))](Completion<T> done) {
        pool.post([held, done = std::move(done)] { detail::begin_or_fail<T>(*held, done); });
    };
    // One waking of the loop, at the end: the begin alone is nothing that the caller could go on with.
    auto ending = completed<T>(*Loop::current(), std::move(start));
    co_return co_await ending;
}

// The same for a `begin` that is over soon: it runs here and now, on the loop.
template <class T, class Begin>
Task<T> run_to_completion(Begin begin) {
    auto start = [&begin](const Completion<T>& done) { detail::begin_or_fail<T>(begin, done); };
    auto ending = completed<T>(*Loop::current(), std::move(start));
    co_return co_await ending;
}

}  // namespace postvern::services::net
