// A thread that looks at something: at its start, again whenever the pause is over that the last look asked for, and at once
// when somebody wants it. Thread-safe.
//
// INVARIANT: one look at a time; the first always happens, and none begins once stop() was called.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace postvern::compliance {

class Cadence {
  public:
    using Pause = std::chrono::milliseconds;
    // `look` is called on the thread, must not throw (std::terminate), and says how long to wait. What it uses outlives this.
    explicit Cadence(std::function<Pause()> look);
    // As stop().
    ~Cadence();
    Cadence(const Cadence&) = delete;
    Cadence& operator=(const Cadence&) = delete;

    // Ends the pause that is, or the next one where a look is under way.
    void hurry();
    // Waits for the look that is under way. Not from within it.
    void stop();

  private:
    void run();

    const std::function<Pause()> look_;
    std::mutex mutex_;
    std::condition_variable wake_;
    bool stopping_ = false;
    bool hurried_ = false;
    std::thread thread_;  // last: begins once all is there
};

}  // namespace postvern::compliance
