// Calls of the store that first block the calling thread and then end through a callback (summarise and
// seal, then wait for the writer): begun on a pool, awaited on the loop.
#pragma once

#include <exception>
#include <memory>
#include <utility>

#include "services/net/completion.hpp"
#include "services/net/pool.hpp"
#include "services/net/task.hpp"

namespace postvern::services::net {

// Runs `begin(completion)` on a thread of `pool` and awaits what it passes to the completion, which it
// calls once, unless it throws. Throws Saturated, what `begin` throws, and the outcome's failure.
template <class T, class Begin>
Task<T> run_to_completion(Pool& pool, Begin begin) {
    // shared: jobs of a pool are copyable, `begin` need not be
    auto start = [&pool, held = std::make_shared<Begin>(std::move(begin))](Completion<T> done) {
        pool.post([held, done = std::move(done)] {
            std::exception_ptr failure;
            try {
                (*held)(done);
            } catch (...) {
                failure = std::current_exception();
            }
            // After the handler, which owns the exception too: its last owner is the loop, whose caller may
            // be reading it still.
            if (failure) done(Outcome<T>(std::in_place_index<1>, std::move(failure)));
        });
    };
    // One waking of the loop, at the end: the begin alone is nothing that the caller could go on with.
    auto ending = completed<T>(*Loop::current(), std::move(start));
    co_return co_await ending;
}

}  // namespace postvern::services::net
