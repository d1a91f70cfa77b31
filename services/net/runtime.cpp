#include "services/net/runtime.hpp"

#include <pthread.h>
#include <signal.h>

#include <algorithm>

namespace postvern::services::net {

namespace {

constexpr auto kEventInterval = std::chrono::seconds(10);
constexpr auto kHandlersLast = std::chrono::seconds(1);
constexpr auto kLook = std::chrono::milliseconds(5);

// Threads made in its lifetime take no signals: these are for the thread that made the runtime.
class SignalsBlocked {
  public:
    SignalsBlocked() {
        sigset_t all;
        sigfillset(&all);
        pthread_sigmask(SIG_SETMASK, &all, &before_);
    }
    ~SignalsBlocked() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
    SignalsBlocked(const SignalsBlocked&) = delete;
    SignalsBlocked& operator=(const SignalsBlocked&) = delete;

  private:
    sigset_t before_;
};

std::size_t or_one_per_core(std::size_t number) {
    return number > 0 ? number : std::max(1U, std::thread::hardware_concurrency());
}

Task<void> write_counts(Loop& loop, EventLog& events) {
    while (!loop.is_aborting()) {
        co_await loop.sleep(kEventInterval);
        events.flush();
    }
}

}  // namespace

Runtime::Runtime(RuntimeOptions options, EventLog& events)
    : events_(events), admission_(options.admission) {
    ::signal(SIGPIPE, SIG_IGN);
    const SignalsBlocked blocked;
    for (std::size_t i = 0; i < or_one_per_core(options.loops); ++i) {
        loops_.push_back(std::make_unique<Loop>());
    }
    blocking_ = std::make_unique<Pool>(options.blocking_threads, options.blocking_queue);
    hashing_ =
        std::make_unique<Pool>(or_one_per_core(options.hashing_threads), options.hashing_queue);
}

Runtime::~Runtime() { stop(Duration::zero()); }

Listener& Runtime::listen(const Endpoint& endpoint, ListenerOptions options,
                          SessionHandler handler) {
    listeners_.push_back(std::make_unique<Listener>(endpoint, std::move(options),
                                                    std::move(handler), admission_, events_));
    return *listeners_.back();
}

void Runtime::start() {
    for (const auto& listener : listeners_) listener->accept_on(loops_);
    spawn(*loops_.front(), write_counts(*loops_.front(), events_), [](const auto&) {});
    const SignalsBlocked blocked;
    for (const auto& loop : loops_) {
        threads_.emplace_back([&running = *loop] { running.run(); });
    }
}

void Runtime::stop(Duration grace) {
    if (threads_.empty()) return;
    for (const auto& loop : loops_) {
        loop->post([this, &stopping = *loop] {
            for (const auto& listener : listeners_) listener->stop_on(stopping);
            stopping.begin_stopping();
        });
    }
    if (!wait_until_idle(grace)) events_.note("stopped-with-open-sessions", connections());
    for (const auto& loop : loops_) {
        loop->post([&aborting = *loop] { aborting.abort_all(); });
    }
    wait_until_idle(kHandlersLast);
    for (const auto& loop : loops_) loop->stop();
    for (auto& thread : threads_) thread.join();
    threads_.clear();
}

bool Runtime::wait_until_idle(Duration limit) const {
    const auto last = Clock::now() + limit;
    while (connections() > 0) {
        if (Clock::now() >= last) return false;
        std::this_thread::sleep_for(kLook);
    }
    return true;
}

}  // namespace postvern::services::net
