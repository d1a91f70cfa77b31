// The job that lets the clocks of cases ring: reminders, escalations, what is over, and the notices that go out the day they
// are due; and what a step left to be done that was cut short. Each alarm rings once, also across restarts, since what rang
// stands in the case's file. Runs on a thread of its own, at its start and then every minute; what fails is tried again
// the next time.
#pragma once

#include <cstdint>
#include <functional>
#include <mutex>

#include "compliance/cadence.hpp"
#include "compliance/casework.hpp"

namespace postvern::compliance {

class CaseClockJob {
  public:
    // `failed` is told, with how many cases, from the job's thread. `casework` outlives the job.
    CaseClockJob(Casework& casework, std::function<void(std::uint64_t)> failed);

    // One run, waiting for its end. Value: how many alarms rang.
    std::uint64_t run_once();

  private:
    Casework& casework_;
    const std::function<void(std::uint64_t)> failed_;
    std::mutex running_;  // one run at a time
    Cadence cadence_;     // last: begins once all is there
};

}  // namespace postvern::compliance
