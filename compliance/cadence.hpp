// A thread that looks at something: at its start, and again whenever the pause is over that the last look asked for.
//
// INVARIANT: one look at a time; the first always happens, and no other begins once this is being destroyed.
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
    // Waits for the look that is under way. Not from within it.
    ~Cadence();
    Cadence(const Cadence&) = delete;
    Cadence& operator=(const Cadence&) = delete;

  private:
    void run();

    const std::function<Pause()> look_;
    std::mutex mutex_;
    std::condition_variable wake_;
    bool stopping_ = false;
    std::thread thread_;  // last: begins once all is there
};

}  // namespace postvern::compliance
