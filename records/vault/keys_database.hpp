// DATA_DIR/keys.db: wrapped keys, and nothing that they open. One connection, used by one thread at
// a time. Thread-safe.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <string_view>

#include "records/sql/session.hpp"

namespace postvern::records::vault {

class KeysDatabase {
  public:
    // Opens or makes the database of that site. Throws as Vault's constructor does.
    KeysDatabase(const std::filesystem::path& data_directory, std::string_view site_id);

    // The connection, for as long as the lease lives; not to be taken twice by one thread.
    class Lease {
      public:
        sql::Statement& operator()(const char* text) { return session()(text); }
        sql::Session& session() noexcept { return database_.session_; }

      private:
        friend class KeysDatabase;
        friend class Change;
        explicit Lease(KeysDatabase& database) : database_(database), lock_(database.mutex_) {}
        KeysDatabase& database_;
        std::scoped_lock<std::mutex> lock_;
    };
    Lease lease() { return Lease(*this); }

    // A lease with a transaction, rolled back unless committed.
    class Change {
      public:
        explicit Change(KeysDatabase& database)
            : lease_(database), transaction_(database.session_.connection()) {}
        sql::Statement& operator()(const char* text) { return lease_(text); }
        sql::Session& session() noexcept { return lease_.session(); }
        // Durable when it returns.
        void commit();
        // The same, and nothing of what was deleted is left in file or log. Throws Unavailable when
        // the deletion is done but the log could not be emptied yet.
        void commit_destruction();

      private:
        void commit_and_count();
        Lease lease_;
        sql::Transaction transaction_;
    };
    Change change() { return Change(*this); }

    // How many changes were ever committed, durably.
    std::uint64_t commits() const noexcept { return commits_; }

    // A copy as of one moment. Throws AlreadyExists, Unavailable.
    void copy_to(const std::filesystem::path& target);

  private:
    void empty_log();

    std::mutex mutex_;
    std::mutex
        copying_;  // taken after mutex_: a copy under way would keep the log from being emptied
    const std::filesystem::path file_;
    sql::Session session_;
    std::atomic<std::uint64_t> commits_{0};
    int commits_since_checkpoint_ = 0;
};

}  // namespace postvern::records::vault
