// Seals period keys from before to the disclosure key, behind the sign-ins of their owners: a thread of its own, a
// bounded batch per transaction, so that nobody waits for it. Of an account whose last session ended it stops
// after the batch under way; the next sign-in goes on. Thread-safe.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

#include "records/identifiers.hpp"

namespace postvern::records::vault {

class SealingWorker {
  public:
    // `seal` does one account's work, asking `stopping` between batches; it runs on the worker's thread.
    using Stopping = std::function<bool()>;
    explicit SealingWorker(std::function<void(AccountId, const Stopping& stopping)> seal);
    ~SealingWorker();
    SealingWorker(const SealingWorker&) = delete;
    SealingWorker& operator=(const SealingWorker&) = delete;

    void add(AccountId account);
    // Returns when all that was added is done.
    void wait();

  private:
    void run();

    const std::function<void(AccountId, const Stopping&)> seal_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<AccountId> waiting_;
    bool working_ = false;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace postvern::records::vault
