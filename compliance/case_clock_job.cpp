#include "compliance/case_clock_job.hpp"

#include <chrono>

namespace postvern::compliance {

namespace {

constexpr auto kLook = std::chrono::minutes(1);

}  // namespace

CaseClockJob::CaseClockJob(Casework& casework, std::function<void(std::uint64_t)> failed)
    : casework_(casework), failed_(std::move(failed)), thread_([this] { run(); }) {}

CaseClockJob::~CaseClockJob() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    thread_.join();
}

void CaseClockJob::run() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        lock.unlock();
        run_once();
        lock.lock();
        wake_.wait_for(lock, kLook, [this] { return stopping_; });
    }
}

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
