#include "records/sql/connection.hpp"

#include <fcntl.h>
#include <soci/soci.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "records/errors.hpp"
#include "records/sql/soci_session.hpp"

namespace postvern::records::sql {

namespace {

// Makes the file ourselves, so that it is never readable by others, not even for a moment.
void make_private(const std::filesystem::path& file) {
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0) {
        throw Unavailable(file.string() + ": cannot be opened: " + std::strerror(errno));
    }
    ::close(descriptor);
}

// A connection is used by one thread at a time, so SQLite needs no lock of its own around each call, nor a count of
// the memory that all connections take together: they cost more than they look where rows are read by the million. Takes
// effect before the first connection of the process alone; where another library was first, its choice holds.
void spare_needless_locks() {
    static const bool once = [] {
        sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
        sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
        return true;
    }();
    static_cast<void>(once);
}

constexpr const char* kPragmas =
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
    "PRAGMA foreign_keys=ON; PRAGMA wal_autocheckpoint=0; PRAGMA temp_store=MEMORY;"
    "PRAGMA mmap_size=0; PRAGMA cache_size=-16384;";

}  // namespace

void throw_failure(sqlite3* connection, int code, const std::filesystem::path& file) {
    const std::string what = file.string() + ": " +
                             (connection != nullptr ? sqlite3_errmsg(connection) : sqlite3_errstr(code));
    switch (code & 0xff) {
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            throw StorageError(what + "; the file is damaged: restore it from a backup with `postvern restore`");
        case SQLITE_CONSTRAINT:
            throw AlreadyExists(what);
        case SQLITE_FULL:
        case SQLITE_IOERR:
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
        case SQLITE_READONLY:
        case SQLITE_CANTOPEN:
        case SQLITE_NOMEM:
            throw Unavailable(what);
        default:
            throw StorageError(what);
    }
}

Connection::Connection(const std::filesystem::path& file, Access access) : file_(file) {
    if (access == Access::read_write) {
        make_private(file);
    } else if (!std::filesystem::exists(file)) {
        throw StorageError(file.string() + ": does not exist");
    }
    spare_needless_locks();
    session_ = open_session(file.string(), access == Access::read_only);
    native_ = native_handle(*session_);
    sqlite3_extended_result_codes(native_, 1);
    if (access == Access::read_write) {
        execute(kPragmas);
    } else {
        execute("PRAGMA cache_size=-16384; PRAGMA query_only=ON;");
    }
    execute("SELECT count(*) FROM sqlite_master;");  // a file that is no database shows here
}

Connection::~Connection() = default;

void Connection::execute(std::string_view statements) {
    const std::string text(statements);
    const int code = sqlite3_exec(native_, text.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) throw_failure(native_, code, file_);
}

bool Connection::truncate_log() {
    int frames = -1;
    const int code =
        sqlite3_wal_checkpoint_v2(native_, nullptr, SQLITE_CHECKPOINT_TRUNCATE, &frames, nullptr);
    if (code == SQLITE_BUSY || code == SQLITE_LOCKED) return false;
    if (code != SQLITE_OK) throw_failure(native_, code, file_);
    return true;
}

void Connection::copy_to(const std::filesystem::path& target) {
    make_private(target);
    sqlite3* copy = nullptr;
    int code = sqlite3_open_v2(target.c_str(), &copy, SQLITE_OPEN_READWRITE, nullptr);
    if (code == SQLITE_OK) {
        sqlite3_backup* backup = sqlite3_backup_init(copy, "main", native_, "main");
        if (backup != nullptr) {
            sqlite3_backup_step(backup, -1);
            code = sqlite3_backup_finish(backup);
        } else {
            code = sqlite3_errcode(copy);
        }
    }
    const std::string reason = sqlite3_errstr(code);
    sqlite3_close(copy);
    if (code != SQLITE_OK) throw Unavailable(target.string() + ": " + reason);
}

void Connection::check(const char* table) {
    run_check("PRAGMA quick_check(" + std::string(table) + ")");
}

void Connection::check_all() { run_check("PRAGMA integrity_check(1)"); }

void Connection::run_check(const std::string& text) {
    sqlite3_stmt* statement = nullptr;
    int code = sqlite3_prepare_v2(native_, text.c_str(), -1, &statement, nullptr);
    std::string finding;
    if (code == SQLITE_OK && (code = sqlite3_step(statement)) == SQLITE_ROW) {
        finding = reinterpret_cast<const char*>(sqlite3_column_text(statement, 0));
        code = SQLITE_OK;
    }
    sqlite3_finalize(statement);
    if (code != SQLITE_OK) throw_failure(native_, code, file_);
    if (finding != "ok") {
        throw StorageError(file_.string() + ": " + finding +
                           "; the file is damaged: restore it from a backup with `postvern restore`");
    }
}

Transaction::Transaction(Connection& connection, Kind kind) : connection_(connection) {
    connection_.execute(kind == Kind::write ? "BEGIN IMMEDIATE" : "BEGIN");
}

Transaction::~Transaction() {
    if (open_ && sqlite3_get_autocommit(connection_.native()) == 0) {
        sqlite3_exec(connection_.native(), "ROLLBACK", nullptr, nullptr, nullptr);
    }
}

void Transaction::commit() {
    connection_.execute("COMMIT");
    open_ = false;
}

}  // namespace postvern::records::sql
