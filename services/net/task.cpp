#include "services/net/task.hpp"

#include <memory>

#include "services/net/loop.hpp"

namespace postvern::services::net {

namespace {

using OnException = std::function<void(std::exception_ptr)>;

// The outermost coroutine of a spawned task: owned by its loop, gone when it ends.
class Root {
  public:
    struct promise_type {
        // The loop is the coroutine's first argument.
        promise_type(Loop& owner, const Task<void>&, const OnException&) : loop(owner) {}
        Root get_return_object() {
            loop.adopt(std::coroutine_handle<promise_type>::from_promise(*this));
            return {};
        }
        std::suspend_never initial_suspend() const noexcept { return {}; }
        std::suspend_never final_suspend() noexcept {
            // Suspending never, the frame is freed right after this.
            loop.disown(std::coroutine_handle<promise_type>::from_promise(*this));
            return {};
        }
        void return_void() const noexcept {}
        // Only a throwing on_exception comes here: nobody is left to tell.
        void unhandled_exception() const noexcept { std::terminate(); }

        Loop& loop;
    };
};

Root run_to_its_end(Loop&, Task<void> task, OnException on_exception) {
    std::exception_ptr failure;
    try {
        co_await task;
    } catch (...) {
        failure = std::current_exception();
    }
    if (failure) on_exception(failure);
}

}  // namespace

void spawn(Loop& loop, Task<void> task, OnException on_exception) {
    loop.expect_task();
    auto held = std::make_shared<Task<void>>(std::move(task));
    loop.post([&loop, held, on_exception = std::move(on_exception)]() mutable {
        run_to_its_end(loop, std::move(*held), std::move(on_exception));
    });
}

}  // namespace postvern::services::net
