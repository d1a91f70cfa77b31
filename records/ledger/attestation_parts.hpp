// What Attestations are made of: a connection of their own, which reads, and the way to the
// writer's thread.
#pragma once

#include <functional>
#include <mutex>

#include "records/ledger.hpp"
#include "records/ledger/given_out.hpp"
#include "records/ledger/site_keys.hpp"
#include "records/ledger/tree_store.hpp"

namespace postvern::records {

struct Attestations::Parts {
    // Runs what it is given on the writer's thread, within a transaction, and lets what is given
    // out follow.
    using Keep = std::function<void(const std::function<void(sql::Connection&)>&)>;

    // All but `keep_it` are borrowed. The database has its present schema.
    Parts(const std::filesystem::path& database, const ledger::SiteKeys& site_keys,
          const ledger::Witnesses& known, const LedgerSettings& ledger_settings, Keep keep_it);

    // Under the mutex.
    std::optional<std::string> note_of(std::uint64_t size) { return select_note.octets(size); }
    // The time of the latest cosignature of that witness. Absent: there is none.
    std::optional<std::int64_t> last_moment(const std::string& verifier_key) {
        return select_moment.integer(std::string_view(verifier_key));
    }
    std::uint64_t cosigned_by(const std::string& verifier_key);
    // "NAME has cosigned nothing since ..."
    std::string absence(std::size_t witness);

    const ledger::SiteKeys& site;
    const ledger::Witnesses& witnesses;
    const LedgerSettings& settings;
    const Keep keep;
    std::mutex mutex;
    sql::Connection connection;
    ledger::TreeStore tree;
    ledger::GivenOut given_out;
    sql::Statement select_newest, select_note, select_cosigned, select_moment, select_stamped;
    std::vector<std::optional<WitnessTrouble>> troubles;
};

}  // namespace postvern::records
