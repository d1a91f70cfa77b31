#include "compliance/statistics_job.hpp"

#include <chrono>
#include <stdexcept>

namespace postvern::compliance {

namespace {

constexpr auto kLook = std::chrono::minutes(1);
constexpr auto kTryAgain = std::chrono::hours(1);

policy::Subject admit(records::Site& site, policy::Gate& gate) {
    auto subject = gate.admit(policy::JobClaim{policy::Job::statistics, site.house_token()},
                              policy::Channel::job);
    if (!subject) throw std::logic_error("the statistics job was not admitted");
    return std::move(*subject);
}

}  // namespace

StatisticsJob::StatisticsJob(records::Site& site, policy::Gate& gate,
                             std::function<void(Trouble, std::uint64_t)> failed)
    : site_(site),
      gate_(gate),
      failed_(std::move(failed)),
      subject_(admit(site, gate)),
      cadence_([this] { return look(); }) {}

Cadence::Pause StatisticsJob::look() {
    try {
        if (site_.statistics().fault()) {
            failed_(Trouble::budget, 1);
            return kTryAgain;
        }
        run_once();
        return kLook;
    } catch (const std::exception&) {
        failed_(Trouble::release, 1);
        return kTryAgain;
    }
}

std::uint64_t StatisticsJob::run_once() {
    const std::lock_guard running(running_);
    std::uint64_t released = 0;
    while (const auto day = site_.statistics().due()) {
        release(*day);
        ++released;
    }
    return released;
}

void StatisticsJob::release(records::Day day) {
    const auto report = policy::Resource::numbered(policy::ResourceType::report,
                                                   static_cast<std::uint64_t>(static_cast<std::int32_t>(day)));
    site_.statistics().release(gate_.ask_and_wait({subject_, policy::Action::publish, report,
                                                   policy::Purpose::statistics, policy::Channel::job}));
}

}  // namespace postvern::compliance
