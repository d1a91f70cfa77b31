#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "records/ledger/desk.hpp"
#include "records/ledger/schema.hpp"
#include "records/ledger/sealed_entry.hpp"
#include "records/ledger/stored_entry.hpp"

namespace postvern::records::ledger {

namespace {

sql::Connection& migrated(sql::Connection& connection) {
    migrate(connection);
    for (const char* table : {"entries", "leaves", "hashes", "checkpoints", "record_keys", "streams",
                              "tallies", "daily_heads", "cosignatures", "timestamps"}) {
        connection.check(table);
    }
    return connection;
}

}  // namespace

Desk::Desk(const LedgerSettings& settings, LedgerKeys& keys, const SiteKeys& site,
           const Anchor& anchor, TallyBoard& board, const Witnesses& witnesses)
    : connection_(database_in(settings.data_directory), sql::Access::read_write),
      settings_(settings),
      site_(site),
      board_(board),
      site_copy_age_(settings.site_copy_age.count()),
      tree_(migrated(connection_)),
      keys_(connection_, keys, site),
      entries_(connection_, keys_, site),
      tallies_(connection_, keys_, site),
      heads_(connection_, keys_, site),
      publisher_(connection_, tree_, site, anchor,
                 {settings.batch_size, settings.clock, settings.commits}),
      tiles_(connection_, tree_, site.verifier(), witnesses,
             TileFiles(tiles_in(settings.data_directory))) {
    sql::Statement select(connection_, kSelectPendingEntries);
    PendingEntries::Places places;
    for (const auto& row : select.query()) {
        const StoredEntry entry = stored_entry(row, connection_.file().string());
        places.emplace(entry.tag, entry.sequence);
    }
    pending_.reserve(places.size());
    pending_.add(std::move(places));
}

template <typename Work>
void Desk::in_transaction(const Work& work) {
    try {
        sql::Transaction transaction(connection_);
        work();
        const auto appended = entries_.write();
        PendingEntries::Places places(appended.size());
        auto number = appended.empty() ? 0 : static_cast<std::int64_t>(publisher_.entries() - appended.size());
        for (const LookupTag& tag : appended) places.emplace(tag, ++number);
        pending_.reserve(places.size());
        transaction.commit();
        pending_.add(std::move(places));
    } catch (...) {
        keys_.forget();
        entries_.forget();
        throw;
    }
}

void Desk::write(std::span<Writer::Item> group) {
    in_transaction([&] {
        for (const Writer::Item& item : group) entries_.append(item.record, item.subject);
    });
}

void Desk::make_daily_heads() {
    if (!settings_.accounts) return;
    const std::int64_t now = settings_.clock();
    in_transaction([&] {
        const Day today = day_of(now);
        const auto record = heads_.make(today, now, settings_.accounts());
        if (!record) return;
        entries_.append(*record, policy::kNoAccount);
        heads_.enter(today, static_cast<std::int64_t>(publisher_.entries() + 1));  // written with what it is about
    });
}

void Desk::publish() {
    make_daily_heads();
    pending_.remove(publisher_.publish());
    publisher_.write_anchor();
    connection_.truncate_log();
    tiles_.bring_up();
}

void Desk::attest(const std::function<void(sql::Connection&)>& keep) {
    sql::Transaction transaction(connection_);
    keep(connection_);
    transaction.commit();
}

void Desk::flush_tallies() {
    const auto counts = board_.take();
    if (counts.empty()) return;
    try {
        in_transaction([&] { tallies_.add(counts); });
    } catch (...) {
        board_.give_back(counts);
        throw;
    }
}

std::vector<DailyTally> Desk::tallies_of(AccountId account) {
    flush_tallies();
    return tallies_.of(account);
}

std::size_t Desk::purge(std::int64_t now) {
    std::size_t destroyed = 0;
    in_transaction([&] {
        tallies_.remove_due(now);
        heads_.remove_due(now);
        destroyed = keys_.destroy_due(now);
        if (destroyed > 0) empty_destroyed_entries();
        keys_.give_up_due(now - site_copy_age_);
    });
    connection_.truncate_log();
    return destroyed;
}

void Desk::erase(AccountId account) {
    board_.forget(account);
    in_transaction([&] {
        tallies_.remove(account);
        keys_.destroy_named(key_names_of(site_.pseudonym_of(account)));
        empty_destroyed_entries();
        entries_.forget();
    });
    connection_.truncate_log();
}

void Desk::want_tallies(AccountId account, bool wanted) {
    board_.count(account, wanted);
    if (wanted) return;
    in_transaction([&] { tallies_.remove(account); });
    connection_.truncate_log();
}

void Desk::empty_destroyed_entries() {
    std::vector<std::int64_t> lost;
    std::map<std::int64_t, bool> destroyed;  // by the number of the key
    sql::Statement select(connection_, kSelectEntries);
    for (const auto& row : select.query(0)) {
        const StoredEntry entry = stored_entry(row, connection_.file().string());
        if (!entry.content) continue;
        const std::int64_t key = key_id_of(*entry.content, site_.index_key());
        const auto [known, first] = destroyed.try_emplace(key);
        if (first) known->second = keys_.state(key) == RecordKeyState::absent;
        if (known->second) lost.push_back(entry.sequence);
    }
    sql::Statement empty(connection_,
                         "UPDATE entries SET key_reference = NULL, sealed = NULL WHERE sequence = ?");
    for (const auto sequence : lost) empty.run(sequence);
}

}  // namespace postvern::records::ledger
