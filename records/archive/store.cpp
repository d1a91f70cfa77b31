#include "records/archive/store.hpp"

#include <stdexcept>

#include "records/errors.hpp"
#include "records/sql/content_schema.hpp"

namespace postvern::records {

ModSeq Commit::step(AccountId account) {
    const auto known = counters_.find(account);
    if (known != counters_.end()) return known->second;
    const auto value = session_("UPDATE accounts SET modseq = modseq + 1 WHERE id = ? RETURNING modseq")
                           .integer(account);
    if (!value) throw NotFound("no such account");
    stepped_.push_back(account);
    return counters_[account] = ModSeq{static_cast<std::uint64_t>(*value)};
}

namespace {

// Every table but the sealed octets, which authenticate themselves when they are read: a check of all
// would read the whole store at each start.
void check_tables(sql::Connection& connection) {
    for (const char* table : {"site", "domains", "accounts", "addresses", "collections",
                              "subscriptions", "keywords", "items", "tombstones", "objects",
                              "doomed", "staff", "staff_keys", "rulebook_files", "rulebooks",
                              "consents", "processors", "instructions", "cases", "holds",
                              "facts_history", "held_objects"}) {
        connection.check(table);
    }
}

}  // namespace

Store::Store(const std::filesystem::path& data_directory, StoreSettings settings)
    : file_(data_directory / "content.db"), settings_(std::move(settings)), readers_(file_) {
    {
        sql::Session session(file_, sql::Access::read_write);
        sql::migrate(session.connection(), sql::content_migrations());
        check_tables(session.connection());
        // Whatever was being staged at the last stop was never published.
        session("UPDATE doomed SET staged = 0").run();
        commits_ = static_cast<std::uint64_t>(*session("SELECT commits FROM site").integer());
        next_object_ = static_cast<std::uint64_t>(
            session("SELECT max(id) FROM (SELECT max(id) AS id FROM objects UNION ALL"
                    " SELECT max(object) FROM doomed UNION ALL SELECT max(id) >> 16 FROM parts)")
                .integer()
                .value_or(0) +
            1);
    }
    writer_ = std::make_unique<sql::Writer>(file_, [this](sql::Session& session) {
        counters_.clear();
        commits_begun_ = static_cast<std::uint64_t>(
            *session("UPDATE site SET commits = commits + 1 RETURNING commits").integer());
    });
}

Store::~Store() {
    writer_->stop();
    readers_.close_idle();
    // writer_ goes first of the members: what it still finishes may submit, and is refused.
}

void Store::submit(std::function<void(Commit&)> work,
                   std::function<void(std::exception_ptr)> done) {
    // shared: the changes pass from the job's work to its end
    auto commit = std::make_shared<std::optional<Commit>>();
    writer_->submit({
        [this, commit, work = std::move(work)](sql::Session& session) {
            commit->emplace(session, counters_, now());
            try {
                work(**commit);
            } catch (...) {
                // The step is undone with the job: the next one has to make it again.
                for (const AccountId account : (*commit)->stepped_) counters_.erase(account);
                throw;
            }
        },
        [this, commit, done = std::move(done)](std::exception_ptr failure) {
            if (!failure) {
                commits_ = commits_begun_;
                publish(**commit);
            }
            done(failure);
        },
    });
}

void Store::publish(const Commit& commit) {
    if (commit.house_changed_ || !commit.facts_changed_.empty()) ++facts_generation_;
    for (const auto& [collection, change] : commit.changes_) views_.publish(collection, change);
    for (const CollectionId collection : commit.gone_) views_.publish_gone(collection);
    for (const AccountId account : commit.facts_changed_) views_.wake(account);
}

void Store::serve(const policy::Gate& gate) {
    const policy::Gate* bound = nullptr;
    if (!gate_.compare_exchange_strong(bound, &gate) && bound != &gate) {
        throw std::logic_error("the store serves another gate");
    }
}

void Store::backup(const std::filesystem::path& file) { readers_.lend().connection().copy_to(file); }

}  // namespace postvern::records
