// Task<T>: a lazy coroutine with one awaiter. It starts when awaited, runs on the awaiting loop's
// thread, and hands its value or exception to the awaiter. Move-only; destroying a suspended task
// destroys its frame and, through it, what it awaits.
//
// Thread safety: none; a task lives on the thread of one loop. A completed task continues its
// awaiter by symmetric transfer; a task that never suspends returns to its awaiter without
// growing the stack, also in builds without tail calls.
//
// GCC 12: name temporaries and capturing lambdas in locals before a co_await.
#pragma once

#include <coroutine>
#include <exception>
#include <functional>
#include <optional>
#include <utility>

namespace postvern::services::net {

class Loop;

template <class T = void>
class Task;

namespace detail {

class TaskPromiseBase {
  public:
    std::suspend_always initial_suspend() const noexcept { return {}; }

    struct Final {
        bool await_ready() const noexcept { return false; }
        template <class Promise>
        std::coroutine_handle<> await_suspend(std::coroutine_handle<Promise> self) const noexcept {
            auto& promise = self.promise();
            // While the awaiter is still inside its await_suspend, it looks at done() itself.
            if (promise.starting_ || !promise.continuation_) return std::noop_coroutine();
            return promise.continuation_;
        }
        void await_resume() const noexcept {}
    };
    Final final_suspend() const noexcept { return {}; }
    void unhandled_exception() noexcept { failure_ = std::current_exception(); }

    std::coroutine_handle<> continuation_;
    std::exception_ptr failure_;
    bool starting_ = false;
};

template <class T>
class TaskPromise : public TaskPromiseBase {
  public:
    Task<T> get_return_object();
    template <class Value>
    void return_value(Value&& value) {
        value_.emplace(std::forward<Value>(value));
    }
    T take() {
        if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
        return std::move(*value_);
    }

  private:
    std::optional<T> value_;
};

template <>
class TaskPromise<void> : public TaskPromiseBase {
  public:
    Task<void> get_return_object();
    void return_void() const noexcept {}
    void take() {
        if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
    }
};

}  // namespace detail

template <class T>
class [[nodiscard]] Task {
  public:
    using promise_type = detail::TaskPromise<T>;

    Task() = default;
    explicit Task(std::coroutine_handle<promise_type> frame) : frame_(frame) {}
    Task(Task&& other) noexcept : frame_(std::exchange(other.frame_, nullptr)) {}
    Task& operator=(Task&& other) noexcept {
        std::swap(frame_, other.frame_);
        return *this;
    }
    Task(const Task&) = delete;
    Task& operator=(const Task&) = delete;
    ~Task() {
        if (frame_) frame_.destroy();
    }

    // Awaiting starts the task; to be awaited once.
    bool await_ready() const noexcept { return false; }
    bool await_suspend(std::coroutine_handle<> awaiter) {
        auto& promise = frame_.promise();
        promise.continuation_ = awaiter;
        promise.starting_ = true;
        frame_.resume();
        promise.starting_ = false;
        return !frame_.done();
    }
    T await_resume() { return frame_.promise().take(); }

  private:
    std::coroutine_handle<promise_type> frame_;
};

template <class T>
Task<T> detail::TaskPromise<T>::get_return_object() {
    return Task<T>(std::coroutine_handle<TaskPromise<T>>::from_promise(*this));
}

inline Task<void> detail::TaskPromise<void>::get_return_object() {
    return Task<void>(std::coroutine_handle<TaskPromise<void>>::from_promise(*this));
}

// Starts `task` on `loop`, from any thread, and lets it run to its end on its own. An exception
// that leaves it goes to `on_exception` on the loop's thread. A task that has not ended when the
// loop is destroyed is destroyed with it.
void spawn(Loop& loop, Task<void> task, std::function<void(std::exception_ptr)> on_exception);

}  // namespace postvern::services::net
