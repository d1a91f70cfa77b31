// The one writer of a database: a thread that gathers what waits into one transaction (group commit), so
// that many callers share one flush of the disk. Thread-safe. A job that throws is undone alone; when the
// commit fails, every job of the batch fails and nothing of it is there. Checkpoints of the write-ahead
// log run on a thread of their own, off the writer's path.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <filesystem>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "records/sql/session.hpp"

namespace postvern::records::sql {

class Writer {
  public:
    struct Job {
        // Does the work inside the transaction. Runs once, on the writer's thread.
        std::function<void(Session&)> work;
        // After the commit is durable with nullptr, otherwise with the failure; must not throw.
        std::function<void(std::exception_ptr)> done;
    };
    // Runs before the commit of each batch, in its transaction, and before its jobs.
    using Prologue = std::function<void(Session&)>;

    Writer(const std::filesystem::path& file, Prologue prologue);
    // Finishes what is queued, then ends the threads.
    ~Writer();
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    // After stop() and while the queue is full (kQueue jobs): done is called at once with Unavailable.
    void submit(Job job);
    // Refuses new jobs; what is queued is still done.
    void stop();

    static constexpr std::size_t kBatch = 64;
    static constexpr std::size_t kQueue = 16384;

  private:
    void run();
    void commit(std::vector<Job>& batch);
    void run_checkpoints();

    Session session_;
    Prologue prologue_;
    std::mutex mutex_;
    std::condition_variable waiting_;
    std::deque<Job> queue_;
    bool stopping_ = false;

    std::condition_variable log_grew_;
    int log_pages_ = 0;  // since the last checkpoint

    std::thread thread_;
    std::thread checkpoints_;
};

}  // namespace postvern::records::sql
