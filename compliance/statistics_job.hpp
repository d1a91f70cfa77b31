// The statistics job: publishes each day's anonymous numbers when the day (UTC) is over (ISP-58; GDPR Art. 89(1)). It asks the
// Gate for every release, which leaves an entry, and cannot touch anything else. Runs on a thread of its own; what fails is
// tried again after an hour.
#pragma once

#include <cstdint>
#include <functional>
#include <mutex>

#include "compliance/cadence.hpp"
#include "policy/gate.hpp"
#include "records/site.hpp"

namespace postvern::compliance {

class StatisticsJob {
  public:
    // What the job could not do, for the operators' log.
    enum class Trouble {
        budget,   // the budget is damaged or was edited: nothing is released until it is put right
        release,  // a day could not be released: the rules, the record or the disk refused
    };
    // `failed` is told, with how many times, from the job's thread. All references outlive the job.
    StatisticsJob(records::Site& site, policy::Gate& gate,
                  std::function<void(Trouble, std::uint64_t)> failed);

    // Releases the days that are due, waiting for it. Value: how many were.
    std::uint64_t run_once();

  private:
    // Value: when to look again.
    Cadence::Pause look();
    void release(records::Day day);

    records::Site& site_;
    policy::Gate& gate_;
    const std::function<void(Trouble, std::uint64_t)> failed_;
    policy::Subject subject_;

    std::mutex running_;  // one run at a time
    Cadence cadence_;     // last: begins once all is there
};

}  // namespace postvern::compliance
