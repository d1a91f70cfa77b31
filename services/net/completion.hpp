// Awaiting what finishes elsewhere through a callback:
//
//     auto start = [&](Completion<Grant> done) { gate.ask(request, std::move(done)); };
//     auto grant = co_await completed<Grant>(loop, std::move(start));
//
// `start` runs on the loop's thread. The completion may be called exactly once, by any thread, also
// before `start` returns (then the coroutine does not suspend at all). The coroutine goes on, on
// the thread of `loop`, with the value, or the exception is thrown there. T may be move-only. A
// completion that arrives after the loop was destroyed is dropped.
#pragma once

#include <atomic>
#include <coroutine>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>
#include <variant>

#include "services/net/loop.hpp"

namespace postvern::services::net {

// A value or why there is none. For void the value is std::monostate.
template <class T>
using Outcome =
    std::variant<std::conditional_t<std::is_void_v<T>, std::monostate, T>, std::exception_ptr>;

template <class T>
using Completion = std::function<void(Outcome<T>)>;

template <class T, class Start>
class Completed {
  public:
    Completed(Loop& loop, Start start) : loop_(loop), start_(std::move(start)) {}
    Completed(Completed&&) = default;

    bool await_ready() const { return false; }

    // False, that is, no suspension, when the outcome is there already.
    bool await_suspend(std::coroutine_handle<> awaiter) {
        state_ = std::make_shared<State>(loop_.mailbox(), awaiter);
        start_(Completion<T>([state = state_](Outcome<T> outcome) {
            state->outcome = std::move(outcome);
            if (state->step.exchange(Step::done) == Step::suspended) State::post(state);
        }));
        auto expected = Step::started;
        return state_->step.compare_exchange_strong(expected, Step::suspended);
    }

    T await_resume() {
        auto outcome = std::move(*state_->outcome);
        if (auto* failure = std::get_if<1>(&outcome)) std::rethrow_exception(*failure);
        if constexpr (!std::is_void_v<T>) return std::get<0>(std::move(outcome));
    }

  private:
    enum class Step { started, suspended, done };

    // Shared by the awaiting frame and the completion, whichever lives longer.
    struct State {
        State(std::shared_ptr<Mailbox> box, std::coroutine_handle<> handle)
            : mailbox(std::move(box)), awaiter(handle) {}
        static void post(const std::shared_ptr<State>& state) {
            state->mailbox->post([state] { state->awaiter.resume(); });
        }
        std::shared_ptr<Mailbox> mailbox;
        std::coroutine_handle<> awaiter;
        std::optional<Outcome<T>> outcome;
        std::atomic<Step> step{Step::started};
    };

    Loop& loop_;
    Start start_;
    std::shared_ptr<State> state_;
};

// To be awaited on the thread of `loop`. What `start` throws is thrown by the co_await.
template <class T, class Start>
Completed<T, Start> completed(Loop& loop, Start start) {
    return Completed<T, Start>(loop, std::move(start));
}

}  // namespace postvern::services::net
