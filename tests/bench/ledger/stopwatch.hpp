// Time and rates of what is measured.
#pragma once

#include <chrono>
#include <ctime>

namespace postvern::bench::ledger {

inline constexpr double kSeconds = 3;  // that each rate is taken for

class Stopwatch {
  public:
    double seconds() const {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count();
    }

  private:
    std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

// Of this process, all threads together, or of this thread alone: what others take of the machine
// is not in it.
class ProcessorTime {
  public:
    explicit ProcessorTime(clockid_t clock = CLOCK_PROCESS_CPUTIME_ID) : clock_(clock) {}
    double seconds() const { return now() - begin_; }

  private:
    double now() const {
        timespec time{};
        ::clock_gettime(clock_, &time);
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
    }
    clockid_t clock_;
    double begin_ = now();
};

// Calls `work`, which returns how much it did, for kSeconds; how much it does a second.
template <typename Work>
double rate_of(const Work& work) {
    const Stopwatch watch;
    double done = 0;
    do done += static_cast<double>(work());
    while (watch.seconds() < kSeconds);
    return done / watch.seconds();
}

// The same, a second of the processor's time: what others take of the machine meanwhile is not in it.
template <typename Work>
double rate_of_processor(const Work& work) {
    const Stopwatch watch;
    const ProcessorTime processor(CLOCK_THREAD_CPUTIME_ID);
    double done = 0;
    do done += static_cast<double>(work());
    while (watch.seconds() < kSeconds);
    return done / processor.seconds();
}

}  // namespace postvern::bench::ledger
