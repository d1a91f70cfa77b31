// Loop: one thread's event loop over edge-triggered epoll. It resumes coroutines, runs what other
// threads post to it, and keeps deadlines. Coroutines are resumed from the loop itself, never from
// inside the handler of an event, so that what they destroy is in nobody's use.
//
// Thread safety: `post`, `stop` and the Mailbox are thread-safe; all else belongs to the thread
// that is in `run()` (or, before and after it, to the owner).
//
// INVARIANT: a watcher that was removed is called no more, also not for events of the batch that
// is being handled.
#pragma once

#include <atomic>
#include <coroutine>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <unordered_set>
#include <vector>

#include "services/net/timer.hpp"

struct epoll_event;

namespace postvern::services::net {

// What is posted to a loop. Thread-safe. It may outlive its loop: then posts are dropped, so that
// a late completion or notification finds nothing rather than a dead loop.
class Mailbox {
  public:
    Mailbox();
    ~Mailbox();
    Mailbox(const Mailbox&) = delete;
    Mailbox& operator=(const Mailbox&) = delete;

    void post(std::function<void()> letter);
    void wake() const;

  private:
    friend class Loop;
    std::vector<std::function<void()>> take();
    bool has_letters() const;
    void close();

    mutable std::mutex mutex_;
    std::vector<std::function<void()>> letters_;
    bool closed_ = false;
    int wake_fd_;
};

// Something with a file descriptor that a loop watches. Internal to this folder.
class Watcher {
  public:
    Watcher() = default;
    Watcher(const Watcher&) = delete;
    Watcher& operator=(const Watcher&) = delete;

    virtual void on_ready(std::uint32_t events) = 0;
    virtual void on_stopping() {}  // the server begins to stop: end at the next line boundary
    virtual void on_abort() {}     // the grace is over: end now

  protected:
    ~Watcher() = default;

  private:
    friend class Loop;
    Watcher* next_ = nullptr;
    Watcher* previous_ = nullptr;
};

class Loop {
  public:
    Loop();
    // Destroys the tasks that have not ended. Call it after run() has returned.
    ~Loop();
    Loop(const Loop&) = delete;
    Loop& operator=(const Loop&) = delete;

    // Handles events until stop(). May be called again after it has returned.
    void run();
    void stop();
    // Runs `work` on the loop's thread, in the order posted by each thread.
    void post(std::function<void()> work);
    const std::shared_ptr<Mailbox>& mailbox() const { return mailbox_; }

    // The loop that runs on the calling thread, or null.
    static Loop* current();

    // `co_await loop.sleep(duration)`: resumes after at least `duration`, or at once when the
    // grace of a stopping server is over.
    class Sleep;
    Sleep sleep(Duration duration);
    // `co_await loop.pause()`: lets everything else that is ready go first.
    class Pause;
    Pause pause();

    // The moment at which the current batch of events began.
    Clock::time_point now() const { return now_; }
    Timers& timers() { return timers_; }

    // --- for this folder -------------------------------------------------------------------
    // Watches `fd` for `events` (an epoll mask). Throws std::system_error.
    void watch(Watcher& watcher, int fd, std::uint32_t events);
    void unwatch(Watcher& watcher, int fd);
    // Resumes `handle` from the loop, after the events at hand.
    void resume_soon(std::coroutine_handle<> handle) { ready_.push_back(handle); }

    // First stage of stopping: reads of lines that would wait end with Stopping.
    void begin_stopping();
    bool is_stopping() const { return stopping_; }
    // Second stage: streams are closed and sleeps end.
    void abort_all();
    bool is_aborting() const { return aborting_; }

    // Ownership of a task that runs on its own: the loop destroys it, unless it ends before.
    void adopt(std::coroutine_handle<> task);
    void disown(std::coroutine_handle<> task);
    // A task is on its way to adopt(). Thread-safe.
    void expect_task() { task_count_.fetch_add(1, std::memory_order_relaxed); }
    // Tasks that are on their way or have not ended. Thread-safe.
    std::size_t tasks() const { return task_count_.load(std::memory_order_relaxed); }

  private:
    void wait_for_events();
    void run_letters();
    void run_ready();
    int wait_limit() const;

    int epoll_fd_;
    std::shared_ptr<Mailbox> mailbox_;
    std::atomic<bool> stop_requested_{false};
    std::vector<std::coroutine_handle<>> ready_;
    Timers timers_;
    Clock::time_point now_;
    std::span<epoll_event> batch_;
    Watcher* watchers_ = nullptr;
    bool stopping_ = false;
    bool aborting_ = false;
    Sleep* sleeping_ = nullptr;
    std::unordered_set<void*> tasks_;  // addresses of the frames that spawn() made
    std::atomic<std::size_t> task_count_{0};
};

class Loop::Sleep final : private Timer {
  public:
    Sleep(Loop& loop, Duration duration) : loop_(loop), duration_(duration) {}
    ~Sleep();
    bool await_ready() const { return duration_ <= Duration::zero() || loop_.aborting_; }
    void await_suspend(std::coroutine_handle<> awaiter);
    void await_resume() const {}

  private:
    friend class Loop;
    void on_expired() override;
    void leave();

    Loop& loop_;
    Duration duration_;
    std::coroutine_handle<> awaiter_;
    Sleep* next_ = nullptr;
    Sleep* previous_ = nullptr;
};

class Loop::Pause {
  public:
    explicit Pause(Loop& loop) : loop_(loop) {}
    bool await_ready() const { return false; }
    void await_suspend(std::coroutine_handle<> awaiter) { loop_.resume_soon(awaiter); }
    void await_resume() const {}

  private:
    Loop& loop_;
};

inline Loop::Sleep Loop::sleep(Duration duration) { return Sleep(*this, duration); }
inline Loop::Pause Loop::pause() { return Pause(*this); }

}  // namespace postvern::services::net
