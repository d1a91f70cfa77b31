#include "records/backup/opted_out.hpp"

#include <vector>

#include "records/sql/session.hpp"

namespace postvern::records::backup {

namespace {

constexpr const char* kDeletions[] = {
    "DELETE FROM parts WHERE id >> 16 IN (SELECT id FROM objects WHERE account = ?)",
    "DELETE FROM summaries WHERE object IN (SELECT id FROM objects WHERE account = ?)",
    "DELETE FROM items WHERE collection IN (SELECT id FROM collections WHERE account = ?)",
    "DELETE FROM tombstones WHERE collection IN (SELECT id FROM collections WHERE account = ?)",
    "DELETE FROM objects WHERE account = ?",
    ("UPDATE collections SET items = 0, unseen = 0, deleted = 0, octets = 0,"
     " oldest_complete = highest_modseq WHERE account = ?"),
    "UPDATE accounts SET used = 0, items = 0 WHERE id = ?",
};

}  // namespace

void leave_out_opted_out(const std::filesystem::path& content) {
    sql::Session copy(content, sql::Access::read_write);
    std::vector<std::int64_t> accounts;
    for (const auto& row : copy("SELECT id FROM accounts WHERE no_snapshots = 1").query()) {
        accounts.push_back(row.integer(0));
    }
    if (accounts.empty()) return;
    copy("BEGIN IMMEDIATE").run();
    for (const std::int64_t account : accounts) {
        for (const char* deletion : kDeletions) copy(deletion).run(account);
    }
    copy("COMMIT").run();
    copy("PRAGMA wal_checkpoint(TRUNCATE)").run();
}

}  // namespace postvern::records::backup
