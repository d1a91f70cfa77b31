// Read-only sessions on one database, lent to whoever reads. Thread-safe; a lease belongs to one
// thread at a time. A lease holds no transaction between statements.
#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <vector>

#include "records/sql/session.hpp"

namespace postvern::records::sql {

class Readers {
  public:
    explicit Readers(std::filesystem::path file) : file_(std::move(file)) {}

    class Lease {
      public:
        Lease(Lease&&) noexcept = default;
        Lease& operator=(Lease&&) = delete;
        ~Lease();
        Statement& operator()(const char* text) { return (*session_)(text); }
        Connection& connection() { return session_->connection(); }

      private:
        friend class Readers;
        Lease(Readers& readers, std::unique_ptr<Session> session)
            : readers_(&readers), session_(std::move(session)) {}
        Readers* readers_;
        std::unique_ptr<Session> session_;
    };

    // An idle session, or a new one. Throws as Connection does.
    Lease lend();

    // Closes the idle sessions. The last session of a database that closes empties its log, and only one
    // that may write can.
    void close_idle();

  private:
    static constexpr std::size_t kKept = 8;  // idle sessions kept; more are closed

    const std::filesystem::path file_;
    std::mutex mutex_;
    std::vector<std::unique_ptr<Session>> idle_;
};

}  // namespace postvern::records::sql
