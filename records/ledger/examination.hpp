// Checks a ledger from outside: see Ledger::verify. Reads only; used once.
#pragma once

#include <filesystem>
#include <future>
#include <optional>
#include <string>
#include <string_view>

#include "records/ledger.hpp"
#include "records/ledger/anchor.hpp"
#include "records/ledger/hashed_leaves.hpp"
#include "records/ledger/record_keys.hpp"
#include "records/ledger/site_keys.hpp"
#include "records/ledger/stored_entry.hpp"
#include "records/ledger/stored_subtrees.hpp"
#include "records/ledger/tile_check.hpp"
#include "records/ledger/tree_store.hpp"
#include "records/sql/connection.hpp"

namespace postvern::records::ledger {

class Examination {
  public:
    // `site` and `keys`: absent where the examiner has only the verifier key. All are borrowed.
    // Throws Unacceptable where the trusted checkpoint is not signed by this ledger.
    Examination(const std::filesystem::path& data_directory, const Anchor& anchor,
                const NoteVerifier& verifier, const SiteKeys* site, const LedgerKeys* keys,
                const ExaminationTrust& trust);

    LedgerExamination run();

  private:
    // The parts, in the order of positions; each throws StorageError at its first fault.
    void examine_tree();
    void examine_checkpoint(const std::string& note);
    // At the size of the checkpoint that is trusted, and once the tree has ended.
    void compare_with_trusted();
    void require_trusted_was_reached() const;
    void examine_leaf(const HashedLeaves::Leaf& stored);
    void examine_pending();
    void examine_sequence();
    void examine_anchor();
    void open(const StoredEntry& entry);
    std::optional<std::string> key_name_of(const SealedEntry& entry);
    void compare_subtree(merkle::Subtree at, const merkle::Hash& hash);
    void examine_file();
    std::string located(const std::string& found);

    const NoteVerifier& verifier_;
    const SiteKeys* site_;
    const LedgerKeys* keys_;
    const RecordOpener opener_;
    const ExaminationTrust& trust_;
    std::optional<Checkpoint> trusted_;
    std::optional<Anchored> anchored_;
    std::optional<std::string> anchor_fault_;
    bool anchor_seen_ = false;  // the anchored checkpoint was met among the tree's sizes
    TileCheck tiles_;
    sql::Connection connection_;
    std::future<void> file_check_;  // SQLite's own, beside the rest and on a connection of its own
    sql::Statement select_key_name_, select_placed_;
    StoredSubtrees subtrees_;
    merkle::Growth growth_;
    std::optional<Day> batch_day_;  // of the leaves since the last checkpoint
    std::optional<StoredEntry> next_entry_;  // the next in the order of leaves
    LedgerExamination result_;
};

}  // namespace postvern::records::ledger
