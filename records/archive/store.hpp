// content.db: its writer, its readers and the published views. What the archive, the accounts and the
// register share. Thread-safe.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "records/archive/views.hpp"
#include "records/consent_texts.hpp"
#include "records/identifiers.hpp"
#include "records/sql/readers.hpp"
#include "records/sql/writer.hpp"

namespace postvern::policy {
class Gate;
}

namespace postvern::records {

struct StoreSettings {
    std::uint64_t default_quota = std::uint64_t{1} << 30;        // octets
    std::uint64_t largest_item = std::uint64_t{50} * 1024 * 1024;  // octets
    std::function<std::int64_t()> clock;                         // Unix seconds
    ConsentTexts consent_texts{};
    // Under what held_objects has an object; whoever deletes anything sets it.
    std::function<std::string(ObjectId)> held_lookup{};
};

// What a job of the writer works with: statements, the modification counters of this commit, and the
// changes that the views shall show once it is durable. Lives for one job, on the writer's thread.
class Commit {
  public:
    Commit(sql::Session& session, std::map<AccountId, ModSeq>& counters, std::int64_t now)
        : session_(session), counters_(counters), now_(now) {}

    sql::Statement& operator()(const char* text) { return session_(text); }

    std::int64_t now() const noexcept { return now_; }  // Unix seconds

    // The account's modification counter in this commit: one step above the last one's.
    ModSeq step(AccountId account);
    // The change of `collection` by this job, to be filled in.
    View::Change& change(CollectionId collection) { return changes_[collection]; }
    void gone(CollectionId collection) { gone_.push_back(collection); }
    // Facts about `account` changed: decisions are to be made anew, and those who watch are asked whether
    // they still may.
    void facts_changed(AccountId account) { facts_changed_.push_back(account); }
    // Facts that are about no account changed.
    void facts_changed() { house_changed_ = true; }

  private:
    friend class Store;
    sql::Session& session_;
    std::map<AccountId, ModSeq>& counters_;
    const std::int64_t now_;
    std::vector<AccountId> stepped_;
    std::map<CollectionId, View::Change> changes_;
    std::vector<CollectionId> gone_;
    std::vector<AccountId> facts_changed_;
    bool house_changed_ = false;
};

class Store {
  public:
    // Opens (and makes) DATA_DIR/content.db. Throws StorageError for a damaged one. The destructor finishes
    // what is queued.
    Store(const std::filesystem::path& data_directory, StoreSettings settings);
    ~Store();

    // Runs `work` in the next transaction and calls `done` with its value or failure after the commit is
    // durable and its changes are published. Neither may block on another job.
    template <typename T>
    void write(std::function<T(Commit&)> work, Done<T> done);
    // The same, waiting for it. Not on the writer's thread.
    template <typename T>
    T write_and_wait(std::function<T(Commit&)> work);

    sql::Readers::Lease reader() { return readers_.lend(); }
    Views& views() noexcept { return views_; }
    const StoreSettings& settings() const noexcept { return settings_; }
    std::int64_t now() const { return settings_.clock(); }

    // A number that no object has or had in this run.
    ObjectId next_object() noexcept { return ObjectId{next_object_.fetch_add(1)}; }

    // How many transactions were committed in the life of the store: shows when it was rolled back.
    std::uint64_t commits() const noexcept { return commits_.load(); }
    // Rises with every change of facts.
    std::uint64_t facts_generation() const noexcept { return facts_generation_.load(); }

    // Binds the store to the gate whose grants open it, once and for all: a second gate with other rules is
    // no way in. Throws std::logic_error for another gate.
    void serve(const policy::Gate& gate);

    // Refuses new work and finishes what is queued.
    void stop() { writer_->stop(); }
    // Copies content.db as of one moment.
    void backup(const std::filesystem::path& file);

  private:
    void submit(std::function<void(Commit&)> work, std::function<void(std::exception_ptr)> done);
    void publish(const Commit& commit);

    const std::filesystem::path file_;
    const StoreSettings settings_;
    sql::Readers readers_;
    Views views_;
    std::atomic<const policy::Gate*> gate_{nullptr};
    std::atomic<std::uint64_t> next_object_{1};
    std::atomic<std::uint64_t> commits_{0};
    std::atomic<std::uint64_t> facts_generation_{1};
    std::uint64_t commits_begun_ = 0;          // writer's thread only
    std::map<AccountId, ModSeq> counters_;     // of the open transaction; writer's thread only
    std::unique_ptr<sql::Writer> writer_;
};

template <typename T>
void Store::write(std::function<T(Commit&)> work, Done<T> done) {
    // shared: the value passes from the job's work to its end, both of which are copyable functions
    auto value = std::make_shared<std::optional<T>>();
    submit([value, work = std::move(work)](Commit& commit) { *value = work(commit); },
           [value, done = std::move(done)](std::exception_ptr failure) {
               if (failure) {
                   done(Outcome<T>(std::in_place_index<1>, failure));
               } else {
                   done(Outcome<T>(std::in_place_index<0>, std::move(**value)));
               }
           });
}

template <typename T>
T Store::write_and_wait(std::function<T(Commit&)> work) {
    std::promise<T> promise;
    write<T>(std::move(work), [&promise](Outcome<T> outcome) {
        if (outcome.index() == 1) {
            promise.set_exception(std::get<1>(outcome));
        } else {
            promise.set_value(std::get<0>(std::move(outcome)));
        }
    });
    return promise.get_future().get();
}

}  // namespace postvern::records
