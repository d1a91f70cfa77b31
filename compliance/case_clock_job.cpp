#include "compliance/case_clock_job.hpp"

#include <chrono>

namespace postvern::compliance {

namespace {

constexpr auto kLook = std::chrono::minutes(1);

}  // namespace

CaseClockJob::CaseClockJob(Casework& casework, std::function<void(std::uint64_t)> failed)
    : casework_(casework), failed_(std::move(failed)), cadence_([this] {
          run_once();
          return Cadence::Pause(kLook);
      }) {}

std::uint64_t CaseClockJob::run_once() {
    const std::lock_guard running(running_);
    std::uint64_t rang = 0;
    std::uint64_t failures = 0;
    try {
        rang = casework_.run_due(failures);
    } catch (const std::exception&) {
        ++failures;
    }
    if (failures > 0) failed_(failures);
    return rang;
}

}  // namespace postvern::compliance
