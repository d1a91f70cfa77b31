#include "records/backup/opted_out.hpp"

#include <vector>

#include "records/sql/session.hpp"

namespace postvern::records::backup {

namespace {

constexpr const char* kDeletions[] = {
    ("DELETE FROM parts WHERE id >> 16 IN (SELECT id FROM objects WHERE account = ?)"
     " AND id >> 16 NOT IN (SELECT object FROM held)"),
    "DELETE FROM summaries WHERE object IN (SELECT id FROM objects WHERE account = ?)",
    "DELETE FROM items WHERE collection IN (SELECT id FROM collections WHERE account = ?)",
    "DELETE FROM tombstones WHERE collection IN (SELECT id FROM collections WHERE account = ?)",
    "DELETE FROM objects WHERE account = ?",
    ("UPDATE collections SET items = 0, unseen = 0, deleted = 0, octets = 0,"
     " oldest_complete = highest_modseq WHERE account = ?"),
    "UPDATE accounts SET used = 0, items = 0 WHERE id = ?",
};

// Which of their objects are held for a case.
void find_held(sql::Session& copy, const std::vector<std::int64_t>& accounts,
               const std::function<std::string(ObjectId)>& lookup) {
    copy("CREATE TEMP TABLE held (object INTEGER PRIMARY KEY)").run();
    if (!copy("SELECT 1 FROM held_objects LIMIT 1").integer()) return;
    for (const std::int64_t account : accounts) {
        std::vector<std::int64_t> objects;
        for (const auto& row : copy("SELECT id FROM objects WHERE account = ?").query(account)) {
            objects.push_back(row.integer(0));
        }
        for (const std::int64_t object : objects) {
            const std::string under = lookup(ObjectId{static_cast<std::uint64_t>(object)});
            if (copy("SELECT 1 FROM held_objects WHERE lookup = ?").integer(sql::Blob{under})) {
                copy("INSERT INTO held (object) VALUES (?)").run(object);
            }
        }
    }
}

}  // namespace

void leave_out_opted_out(const std::filesystem::path& content,
                         const std::function<std::string(ObjectId)>& held_lookup) {
    sql::Session copy(content, sql::Access::read_write);
    std::vector<std::int64_t> accounts;
    for (const auto& row : copy("SELECT id FROM accounts WHERE no_snapshots = 1").query()) {
        accounts.push_back(row.integer(0));
    }
    if (accounts.empty()) return;
    find_held(copy, accounts, held_lookup);
    copy("BEGIN IMMEDIATE").run();
    for (const std::int64_t account : accounts) {
        for (const char* deletion : kDeletions) copy(deletion).run(account);
    }
    copy("COMMIT").run();
    copy("PRAGMA wal_checkpoint(TRUNCATE)").run();
}

}  // namespace postvern::records::backup
