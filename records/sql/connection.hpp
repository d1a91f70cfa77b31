// One connection to one database file, opened through SOCI and set up for durability. Used by one
// thread at a time.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

struct sqlite3;
namespace soci {
class session;
}

namespace postvern::records::sql {

enum class Access { read_write, read_only };

class Connection {
  public:
    // Opens `file` (made if absent when read_write, mode 0600) in WAL mode with synchronous=FULL and
    // secure_delete. Throws StorageError that names the file when it is no database or damaged,
    // Unavailable when the disk refuses.
    Connection(const std::filesystem::path& file, Access access);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    // Runs one or more statements and ignores their results. (SOCI runs the first of several only.)
    void execute(std::string_view statements);

    // Moves the write-ahead log into the database file and empties it, so that no deleted octet stays
    // in it. Readers may delay that: returns whether it was emptied.
    bool truncate_log();

    // Copies the whole database, as of one moment, into `target` (made anew, mode 0600), by SQLite's
    // online backup. Throws as the constructor does.
    void copy_to(const std::filesystem::path& target);

    // SQLite's own check of a table and its indexes. Throws StorageError with its first finding.
    void check(const char* table);

    // The same of the whole file, with the order of every index and what no row uses.
    void check_all();

    sqlite3* native() const noexcept { return native_; }
    const std::filesystem::path& file() const noexcept { return file_; }

  private:
    void run_check(const std::string& pragma);

    std::filesystem::path file_;
    std::unique_ptr<soci::session> session_;
    sqlite3* native_ = nullptr;
};

// Throws the family of records/errors.hpp that fits SQLite's result code `code` of `connection`.
[[noreturn]] void throw_failure(sqlite3* connection, int code, const std::filesystem::path& file);

// Rolled back when not committed. One that writes begins at once (BEGIN IMMEDIATE: SOCI's begin() is
// deferred, so that a second writer would fail in the middle of its work); one that reads sees the state of
// its first statement to the end.
class Transaction {
  public:
    enum class Kind { write, read };
    explicit Transaction(Connection& connection, Kind kind = Kind::write);
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    void commit();

  private:
    Connection& connection_;
    bool open_ = true;
};

}  // namespace postvern::records::sql
