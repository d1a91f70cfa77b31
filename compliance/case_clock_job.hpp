// The job that lets the clocks of cases ring: reminders, escalations, what is over, and the notices that go out the day they
// are due; and what a step left to be done that was cut short. Each alarm rings once, also across restarts, since what rang
// stands in the case's file. Runs on a thread of its own, at its start and then every minute; what fails is tried again
// the next time.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <thread>

#include "compliance/casework.hpp"

namespace postvern::compliance {

class CaseClockJob {
  public:
    // `failed` is told, with how many cases, from the job's thread. `casework` outlives the job.
    CaseClockJob(Casework& casework, std::function<void(std::uint64_t)> failed);
    ~CaseClockJob();
    CaseClockJob(const CaseClockJob&) = delete;
    CaseClockJob& operator=(const CaseClockJob&) = delete;

    // One run, waiting for its end. Value: how many alarms rang.
    std::uint64_t run_once();

  private:
    void run();

    Casework& casework_;
    const std::function<void(std::uint64_t)> failed_;
    std::mutex mutex_;
    std::condition_variable wake_;
    bool stopping_ = false;
    std::mutex running_;  // one run at a time
    std::thread thread_;
};

}  // namespace postvern::compliance
