// The retention job: destroys what its time is over for (GDPR Art. 5(1)(e); ISP-28, ISP-53): tombstones past
// their 90 days, accounts that are closed or that their owner wanted kept no longer, holds past their time, files of cases that ended long ago, keys
// of records past their class's term, the site's own copies of those that an officer can open, what was known five
// years ago. Each account is asked for at the
// Gate and leaves an entry. Runs on a thread of its own, at its start and then every hour; what fails is tried
// again the next time.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <mutex>

#include "compliance/cadence.hpp"
#include "compliance/casework.hpp"
#include "policy/gate.hpp"
#include "records/archive.hpp"
#include "records/cases.hpp"
#include "records/site.hpp"

namespace postvern::compliance {

class Retention {
  public:
    // What the job could not do, for the operators' log.
    enum class Trouble {
        purge,        // something is due and could not be destroyed
        publication,  // the access record could not be published or anchored
    };
    // `failed` is told, with how many times, from the job's thread. All references outlive the job.
    // `casework` absent: files of cases are left alone.
    Retention(records::Site& site, policy::Gate& gate, records::Archive& archive,
              records::Cases& cases, std::function<void(Trouble, std::uint64_t)> failed,
              Casework* casework = nullptr);

    // One run, waiting for its end. Value: how many rows were destroyed.
    std::uint64_t run_once();

  private:
    Cadence::Pause look();
    std::uint64_t purge(policy::AccountId account);
    std::uint64_t end_file(std::uint64_t number);
    std::uint64_t release_if_over(std::uint64_t hold, std::int64_t now);
    policy::Grant leave(policy::Action action, policy::Resource resource);

    records::Site& site_;
    policy::Gate& gate_;
    records::Archive& archive_;
    records::Cases& cases_;
    Casework* const casework_;
    const std::function<void(Trouble, std::uint64_t)> failed_;
    policy::Subject subject_;

    std::mutex running_;  // one run at a time
    std::chrono::steady_clock::time_point next_run_{};
    Cadence cadence_;     // last: begins once all is there
};

}  // namespace postvern::compliance
