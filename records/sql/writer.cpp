#include "records/sql/writer.hpp"

#include <sqlite3.h>

#include "records/errors.hpp"

namespace postvern::records::sql {

namespace {

// Pages in the write-ahead log from which it is copied into the database: 16 MiB.
constexpr int kCheckpointPages = 4096;

bool in_transaction(Session& session) {
    return sqlite3_get_autocommit(session.connection().native()) == 0;
}

}  // namespace

Writer::Writer(const std::filesystem::path& file, Prologue prologue)
    : session_(file, Access::read_write), prologue_(std::move(prologue)) {
    sqlite3_wal_hook(
        session_.connection().native(),
        [](void* self, sqlite3*, const char*, int pages) {
            auto& writer = *static_cast<Writer*>(self);
            if (pages < kCheckpointPages) return SQLITE_OK;
            std::lock_guard lock(writer.mutex_);
            writer.log_pages_ = pages;
            writer.log_grew_.notify_one();
            return SQLITE_OK;
        },
        this);
    thread_ = std::thread([this] { run(); });
    checkpoints_ = std::thread([this] { run_checkpoints(); });
}

Writer::~Writer() {
    stop();
    thread_.join();
    checkpoints_.join();
}

void Writer::submit(Job job) {
    bool accepted = false;
    {
        std::lock_guard lock(mutex_);
        accepted = !stopping_ && queue_.size() < kQueue;
        if (accepted) queue_.push_back(std::move(job));
    }
    if (accepted) {
        waiting_.notify_one();  // outside, so that the writer does not wake into a held lock
        return;
    }
    job.done(std::make_exception_ptr(Unavailable("the store is shutting down or overloaded")));
}

void Writer::stop() {
    std::lock_guard lock(mutex_);
    stopping_ = true;
    waiting_.notify_all();
    log_grew_.notify_all();
}

void Writer::run() {
    std::vector<Job> batch;
    for (;;) {
        {
            std::unique_lock lock(mutex_);
            waiting_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
            if (queue_.empty()) return;
            while (!queue_.empty() && batch.size() < kBatch) {
                batch.push_back(std::move(queue_.front()));
                queue_.pop_front();
            }
        }
        commit(batch);
        batch.clear();
    }
}

void Writer::commit(std::vector<Job>& batch) {
    std::vector<std::exception_ptr> failures(batch.size());
    std::exception_ptr whole;
    try {
        Transaction transaction(session_.connection());
        prologue_(session_);
        for (std::size_t i = 0; i < batch.size(); ++i) {
            session_("SAVEPOINT job").run();
            try {
                batch[i].work(session_);
            } catch (...) {
                failures[i] = std::current_exception();
                // A full disk ends the whole transaction: then nobody's work is there.
                if (!in_transaction(session_)) throw;
                session_("ROLLBACK TO job").run();
            }
            session_("RELEASE job").run();
        }
        transaction.commit();
    } catch (...) {
        whole = std::current_exception();
    }
    for (std::size_t i = 0; i < batch.size(); ++i) {
        batch[i].done(whole && !failures[i] ? whole : failures[i]);
        batch[i] = {};  // what the job captured goes now, not at the end of the batch
    }
}

void Writer::run_checkpoints() {
    Connection connection(session_.connection().file(), Access::read_write);
    std::unique_lock lock(mutex_);
    while (!stopping_) {
        log_grew_.wait(lock, [this] { return stopping_ || log_pages_ >= kCheckpointPages; });
        log_pages_ = 0;
        lock.unlock();
        // PASSIVE waits for nobody; a failure shows at the next commit, which writes to the same disk.
        sqlite3_wal_checkpoint_v2(connection.native(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr,
                                  nullptr);
        lock.lock();
    }
}

}  // namespace postvern::records::sql
