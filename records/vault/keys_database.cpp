#include "records/vault/keys_database.hpp"

#include "records/errors.hpp"
#include "records/sql/migrations.hpp"
#include "records/sql/statement.hpp"
#include "records/vault/keys_schema.hpp"

namespace postvern::records::vault {

namespace {

namespace fs = std::filesystem;

// How many commits the log may gather; they are small.
constexpr int kCommitsPerCheckpoint = 256;

// A keys.db that was lost is not quietly begun anew: the mail beside it would stay unreadable.
fs::path keys_file(const fs::path& directory) {
    const fs::path file = directory / "keys.db";
    std::error_code failure;
    if (fs::exists(file, failure)) return file;
    for (const auto& entry : fs::directory_iterator(directory, failure)) {
        if (entry.path().extension() == ".db") {
            throw StorageError(file.string() + ": is missing beside " +
                               entry.path().filename().string() +
                               "; restore it from a backup of the keys with `postvern restore`");
        }
    }
    if (failure) throw Unavailable(directory.string() + ": " + failure.message());
    return file;
}

void expect_site(sql::Session& session, std::string_view site_id) {
    const auto present = session("SELECT id FROM site").octets();
    if (!present) {
        session("INSERT INTO site (id) VALUES (?)").run(sql::Blob{site_id});
    } else if (*present != site_id) {
        throw StorageError(session.connection().file().string() +
                           ": belongs to another site.key; name the key directory of this site");
    }
}

}  // namespace

KeysDatabase::KeysDatabase(const fs::path& data_directory, std::string_view site_id)
    : file_(keys_file(data_directory)), session_(file_, sql::Access::read_write) {
    sql::migrate(session_.connection(), keys_schema());
    for (const char* table : kKeysTables) session_.connection().check(table);
    expect_site(session_, site_id);
    commits_ = static_cast<std::uint64_t>(*session_("SELECT commits FROM site").integer());
}

void KeysDatabase::Change::commit_and_count() {
    const auto commits =
        lease_("UPDATE site SET commits = commits + 1 RETURNING commits").integer();
    transaction_.commit();
    lease_.database_.commits_ = static_cast<std::uint64_t>(*commits);
}

void KeysDatabase::Change::commit() {
    commit_and_count();
    KeysDatabase& database = lease_.database_;
    if (++database.commits_since_checkpoint_ < kCommitsPerCheckpoint) return;
    database.commits_since_checkpoint_ = 0;
    database.session_.connection().execute("PRAGMA wal_checkpoint(PASSIVE)");
}

void KeysDatabase::Change::commit_destruction() {
    commit_and_count();
    lease_.database_.empty_log();
}

void KeysDatabase::empty_log() {
    const std::scoped_lock no_copy(copying_);
    if (!session_.connection().truncate_log()) {
        throw Unavailable(file_.string() +
                          "-wal: cannot be emptied while another program reads it");
    }
}

void KeysDatabase::copy_to(const fs::path& target) {
    if (fs::exists(target)) throw AlreadyExists(target.string() + ": exists");
    const std::scoped_lock no_destruction(copying_);
    sql::Connection(file_, sql::Access::read_only).copy_to(target);
}

}  // namespace postvern::records::vault
