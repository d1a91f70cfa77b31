// The writing side of a Ledger: all that its writer's thread uses.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>

#include "records/ledger.hpp"
#include "records/ledger/anchor.hpp"
#include "records/ledger/daily_heads.hpp"
#include "records/ledger/entry_book.hpp"
#include "records/ledger/given_out.hpp"
#include "records/ledger/pending_entries.hpp"
#include "records/ledger/publisher.hpp"
#include "records/ledger/record_keys.hpp"
#include "records/ledger/site_keys.hpp"
#include "records/ledger/tally_board.hpp"
#include "records/ledger/tally_book.hpp"
#include "records/ledger/tiles.hpp"
#include "records/ledger/tree_store.hpp"
#include "records/ledger/writer.hpp"

namespace postvern::records::ledger {

inline std::filesystem::path database_in(const std::filesystem::path& data_directory) {
    return data_directory / "ledger.db";
}
inline std::filesystem::path anchor_in(const std::filesystem::path& keys_directory) {
    return keys_directory / "checkpoint";
}

// The writing side. Used by one thread at a time: the opener's, then the writer's.
class Desk {
  public:
    Desk(const LedgerSettings& settings, LedgerKeys& keys, const SiteKeys& site,
         const Anchor& anchor, TallyBoard& board, const Witnesses& witnesses);

    // Writes a group in one transaction.
    void write(std::span<Writer::Item> group);
    // One batch, its anchor, and the tiles; before the first batch of a day, the daily heads.
    void publish();
    // What the tiles lack, without a batch.
    void bring_up_tiles() { tiles_.bring_up(); }
    // What an outsider attests, in one transaction.
    void attest(const std::function<void(sql::Connection&)>& keep);
    void flush_tallies();
    std::size_t purge(std::int64_t now);
    void erase(AccountId account);
    // Whether its owner is counted from now on; what was counted of who is not is removed.
    void want_tallies(AccountId account, bool wanted);
    std::vector<DailyTally> tallies_of(AccountId account);

    bool is_empty() { return entries_.is_empty(); }
    const TreeStore& tree() const { return tree_; }
    const PendingEntries& pending() const { return pending_; }
    Publisher& publisher() { return publisher_; }

  private:
    // Runs `work` in a transaction; after a failure drops what is remembered of it.
    template <typename Work>
    void in_transaction(const Work& work);
    void make_daily_heads();
    // Empties what entries seal of which no key is left.
    void empty_destroyed_entries();

    sql::Connection connection_;
    const LedgerSettings& settings_;
    const SiteKeys& site_;
    TallyBoard& board_;
    const std::int64_t site_copy_age_;  // seconds
    PendingEntries pending_;
    TreeStore tree_;
    RecordKeys keys_;
    EntryBook entries_;
    TallyBook tallies_;
    DailyHeads heads_;
    Publisher publisher_;
    Tiles tiles_;
};

}  // namespace postvern::records::ledger
