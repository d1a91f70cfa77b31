#include "records/vault/sealing_worker.hpp"

#include <algorithm>
#include <exception>

namespace postvern::records::vault {

SealingWorker::SealingWorker(std::function<void(AccountId, const Stopping&)> seal)
    : seal_(std::move(seal)), thread_([this] { run(); }) {}

SealingWorker::~SealingWorker() {
    {
        const std::scoped_lock lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    thread_.join();
}

void SealingWorker::add(AccountId account) {
    {
        const std::scoped_lock lock(mutex_);
        if (std::find(waiting_.begin(), waiting_.end(), account) != waiting_.end()) return;
        waiting_.push_back(account);
    }
    changed_.notify_all();
}

void SealingWorker::wait() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return waiting_.empty() && !working_; });
}

void SealingWorker::run() {
    std::unique_lock lock(mutex_);
    for (;;) {
        changed_.wait(lock, [&] { return stopping_ || !waiting_.empty(); });
        if (stopping_) return;
        const AccountId account = waiting_.front();
        waiting_.pop_front();
        working_ = true;
        lock.unlock();
        try {
            seal_(account, [this] {
                const std::scoped_lock held(mutex_);
                return stopping_;
            });
        } catch (const std::exception&) {
            // What could not be sealed counts as lacking, and is tried again at the next sign-in.
        }
        lock.lock();
        working_ = false;
        changed_.notify_all();
    }
}

}  // namespace postvern::records::vault
