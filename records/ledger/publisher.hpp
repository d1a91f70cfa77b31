// Publishes pending entries as leaves, in batches of exactly so many: what is pending, each at a place of its
// batch that only the site's key tells, the rest dummies, so that neither number nor time of acts shows. What
// does not fit waits for the next batch. An eighth of each batch is kept for the restricted stream, and
// places are given to the visible one first: when and where an entry of the visible stream is published does not
// depend on whether there is another.
// After each batch a checkpoint, in ledger.db within the same transaction, then in the anchor. Used by
// the writer's thread only.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "records/ledger/anchor.hpp"
#include "records/ledger/site_keys.hpp"
#include "records/ledger/tree_store.hpp"
#include "records/sql/statement.hpp"

namespace postvern::records::ledger {

class Publisher {
  public:
    struct Settings {
        std::uint32_t batch_size;                         // leaves, at least 1
        std::function<std::int64_t()> clock;              // Unix seconds
        std::function<StoreCommits()> commits;            // of the stores beside
    };
    // All references are borrowed. Throws StorageError when the latest checkpoint is not one of this tree.
    Publisher(sql::Connection& connection, TreeStore& tree, const SiteKeys& site, const Anchor& anchor,
              Settings settings);

    // Publishes one batch and its checkpoint, durably, and leaves the anchor as it is. Throws Unavailable:
    // nothing was published. Value: the tags of the entries that were.
    std::vector<LookupTag> publish();
    // Brings the anchor up to the latest checkpoint and counters.
    void write_anchor();
    // The same where anything has moved since.
    void refresh_anchor();

    bool has_pending();
    // How many entries were ever written.
    std::uint64_t entries();
    merkle::TreeSize size() const noexcept { return growth_.size(); }
    // The present checkpoint; of the empty tree before the first batch.
    Checkpoint checkpoint() const { return {site_.origin(), growth_.size(), growth_.root(), {}}; }

  private:
    struct Pending {
        std::int64_t sequence;
        Stream stream;
        Leaf leaf;
    };
    Pending pending_from(const sql::Row& row, Day batch_day) const;
    // By place in the batch; absent: a dummy.
    std::vector<std::optional<Pending>> next_batch(Day batch_day);

    sql::Connection& connection_;
    TreeStore& tree_;
    const SiteKeys& site_;
    const Anchor& anchor_;
    Settings settings_;
    merkle::Growth growth_;  // as committed
    std::optional<Anchored> anchored_;
    sql::Statement count_entries_, select_pending_, place_, insert_checkpoint_;
};

// The latest checkpoint's note in ledger.db; absent before the first batch.
std::optional<std::string> latest_note(sql::Connection& connection);

}  // namespace postvern::records::ledger
