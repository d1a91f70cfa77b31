// Deadlines of one loop: an intrusive binary heap of timers, earliest first. Arming, moving and
// cancelling cost O(log n) and allocate only when the heap grows. Not thread-safe: everything
// happens on the loop's thread. INVARIANT: an armed timer knows its own position in the heap.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <vector>

namespace postvern::services::net {

using Clock = std::chrono::steady_clock;
using Duration = std::chrono::milliseconds;

class Timers;

// One deadline. `on_expired` is called once, on the loop's thread, after which it is not armed.
class Timer {
  public:
    Timer() = default;
    Timer(const Timer&) = delete;
    Timer& operator=(const Timer&) = delete;
    bool is_armed() const { return position_ != kNowhere; }
    Clock::time_point due() const { return due_; }

  protected:
    ~Timer() = default;

  private:
    friend class Timers;
    static constexpr std::size_t kNowhere = static_cast<std::size_t>(-1);
    virtual void on_expired() = 0;

    Clock::time_point due_{};
    std::size_t position_ = kNowhere;
};

class Timers {
  public:
    // Arms `timer` for `due`, or moves it there. The timer must be cancelled before it dies.
    void arm(Timer& timer, Clock::time_point due);
    void cancel(Timer& timer);
    std::optional<Clock::time_point> earliest() const;
    // Calls what is due at `now`; a timer armed meanwhile for a moment not after `now` is called
    // too.
    void expire(Clock::time_point now);

  private:
    void place(std::size_t position, Timer* timer);
    void sift_up(std::size_t position);
    void sift_down(std::size_t position);

    std::vector<Timer*> heap_;
};

}  // namespace postvern::services::net
