#include "records/ledger/examination.hpp"

#include "records/ledger/attestation_check.hpp"
#include "records/base64.hpp"
#include "records/ledger/checkpoint.hpp"
#include "records/ledger/directory_check.hpp"
#include "records/ledger/leaf.hpp"
#include "records/ledger/desk.hpp"
#include "records/ledger/schema.hpp"

namespace postvern::records {

namespace ledger {

namespace {

[[noreturn]] void fault(const std::string& position, const std::string& what) {
    throw StorageError(position + ": " + what);
}

std::string leaf_position(merkle::LeafIndex index) { return "leaf " + std::to_string(index); }

std::string entry_position(const StoredEntry& entry) {
    return (entry.leaf ? leaf_position(*entry.leaf) + ", " : "") + "entry " +
           std::to_string(entry.sequence);
}

}  // namespace

Examination::Examination(const std::filesystem::path& data_directory, const Anchor& anchor,
                         const NoteVerifier& verifier, const SiteKeys* site, const LedgerKeys* keys,
                         const ExaminationTrust& trust)
    : verifier_(verifier),
      site_(site),
      keys_(keys),
      opener_{.officer = trust.key},
      trust_(trust),
      tiles_(tiles_in(data_directory), verifier),  // before the tree, as the anchor
      connection_(database_in(data_directory), sql::Access::read_only),
      select_key_name_(connection_, "SELECT sealed_name FROM record_keys WHERE id = ?"),
      select_placed_(connection_, kSelectPlacedEntries),
      subtrees_(connection_) {
    if (!trust.checkpoint.empty()) {
        trusted_ = open_checkpoint(verifier, trust.checkpoint);
        if (!trusted_)
            throw Unacceptable("the checkpoint that is trusted is not signed by " +
                               verifier.name());
    }
    // The anchor first: a writer may publish between the two, and the tree only grows.
    try {
        anchored_ = anchor.read(verifier);
        if (!anchored_) anchor_fault_ = anchor.file().string() + " is missing";
    } catch (const StorageError& error) {
        anchor_fault_ = error.what();
    }
    connection_.execute("BEGIN");  // what follows is of one moment
    file_check_ = std::async(std::launch::async, [file = connection_.file()] {
        sql::Connection(file, sql::Access::read_only).check_all();
    });
}

LedgerExamination Examination::run() {
    try {
        examine_tree();
        examine_pending();
        examine_sequence();
        if (site_ != nullptr) examine_directory(connection_, *site_, *keys_);
        const AttestationCheck attested =
            check_attestations(connection_, trust_.timestamp_certificates);
        result_.cosignatures = attested.cosignatures;
        result_.timestamps = attested.timestamps;
        examine_anchor();
        result_.fault = tiles_.fault();
        if (!result_.fault) examine_file();
    } catch (const StorageError& error) {
        result_.fault = located(error.what());
    }
    result_.leaves = growth_.size();
    result_.tiles = tiles_.files();
    connection_.execute("ROLLBACK");
    return result_;
}

std::string Examination::located(const std::string& found) {
    // What SQLite itself stumbled over names the file alone; its check names the page.
    if (!found.starts_with(connection_.file().string()) || !file_check_.valid()) return found;
    try {
        file_check_.get();
    } catch (const StorageError& error) {
        return error.what();
    }
    return found;
}

void Examination::examine_tree() {
    HashedLeaves leaves(connection_);
    sql::Statement select_checkpoints(connection_, "SELECT size, note FROM checkpoints ORDER BY size");
    auto checkpoints = select_checkpoints.query();
    auto checkpoint = checkpoints.next();
    auto placed = select_placed_.query();
    const auto advance = [&] {
        const auto row = placed.next();
        next_entry_ = row ? std::optional(stored_entry(*row, "ledger.db")) : std::nullopt;
    };
    advance();
    anchor_seen_ = anchored_ && anchored_->checkpoint.size == 0 &&
                   anchored_->checkpoint.root == growth_.root();
    compare_with_trusted();
    while (const auto leaf = leaves.next()) {
        const auto index = growth_.size();
        if (leaf->index != index) fault(leaf_position(index), "is missing");
        examine_leaf(*leaf);
        compare_with_trusted();
        if (next_entry_ && next_entry_->leaf == index) advance();
        if (anchored_ && growth_.size() == anchored_->checkpoint.size) {
            anchor_seen_ = growth_.root() == anchored_->checkpoint.root;
        }
        if (checkpoint && static_cast<merkle::TreeSize>(checkpoint->integer(0)) == growth_.size()) {
            examine_checkpoint(std::string(checkpoint->octets(1)));
            checkpoint = checkpoints.next();
            batch_day_.reset();
        }
    }
    require_trusted_was_reached();
    if (checkpoint) {
        fault("checkpoint of size " + std::to_string(checkpoint->integer(0)),
              "there is no leaf " + std::to_string(checkpoint->integer(0) - 1));
    }
    if (next_entry_) fault(entry_position(*next_entry_), "its leaf is missing");
    if (const auto extra = subtrees_.left_over()) {
        fault("subtree " + std::to_string(extra->position) + " of level " + std::to_string(extra->level),
              "the leaves do not give it");
    }
    const auto last = sql::Statement(connection_, "SELECT coalesce(max(size), 0) FROM checkpoints").integer();
    if (static_cast<merkle::TreeSize>(*last) != growth_.size()) {
        fault(leaf_position(static_cast<merkle::LeafIndex>(*last)), "no checkpoint covers it");
    }
}

void Examination::examine_leaf(const HashedLeaves::Leaf& stored) {
    const auto index = growth_.size();
    const auto leaf = decode_leaf(stored.octets);
    if (!leaf) fault(leaf_position(index), "is not in the form of a leaf");
    if (batch_day_ && *batch_day_ != leaf->batch_day) {
        fault(leaf_position(index), "is of another day than its batch before it");
    }
    batch_day_ = leaf->batch_day;
    tiles_.add(stored.octets);
    for (unsigned level = 0; level < stored.hashes.size(); ++level) {
        const merkle::Subtree at{level, index >> level};
        compare_subtree(at, stored.hashes[level]);
        tiles_.add(at, stored.hashes[level]);
    }
    growth_.append(stored.hashes);
    tiles_.at_size(growth_.size(), [this] { return growth_.root(); });
    if (next_entry_ && next_entry_->leaf == index) {
        if (leaf->commitment != next_entry_->commitment || leaf->tag != next_entry_->tag) {
            fault(entry_position(*next_entry_), "its leaf commits to something else");
        }
        open(*next_entry_);
    } else if (site_ != nullptr) {
        // "Every leaf is accounted for or dummy."
        if (*leaf != site_->dummy(index, leaf->batch_day)) {
            fault(leaf_position(index), "belongs to no entry and is no dummy");
        }
        ++result_.dummies;
    }
}

void Examination::compare_subtree(merkle::Subtree at, const merkle::Hash& hash) {
    if (at.level == 0 || at.level % kRowHeight != 0) return;  // not stored: follows from a row
    if (!subtrees_.holds(at, hash)) {
        fault(leaf_position(growth_.size()), "the stored subtree " + std::to_string(at.position) +
                                                 " of level " + std::to_string(at.level) +
                                                 " is not what the leaves give");
    }
}

void Examination::examine_checkpoint(const std::string& note) {
    const std::string position = "checkpoint of size " + std::to_string(growth_.size());
    const auto checkpoint = open_checkpoint(verifier_, note);
    if (!checkpoint) fault(position, "its signature does not verify");
    const Checkpoint recomputed{verifier_.name(), growth_.size(), growth_.root(), {}};
    if (*checkpoint != recomputed) {
        fault(position, "the leaves give another tree: " + to_string(recomputed));
    }
    ++result_.checkpoints;
}

void Examination::compare_with_trusted() {
    if (!trusted_ || growth_.size() != trusted_->size || growth_.root() == trusted_->root) return;
    fault("size " + std::to_string(growth_.size()),
          "the record contradicts the checkpoint that is trusted (" + to_string(*trusted_) +
              "): its first leaves give root " + base64(merkle::octets(growth_.root())) +
              "; it was rewritten");
}

void Examination::require_trusted_was_reached() const {
    if (!trusted_ || growth_.size() >= trusted_->size) return;
    fault("size " + std::to_string(growth_.size()),
          "the record contradicts the checkpoint that is trusted (" + to_string(*trusted_) +
              "): it ends before that; it was cut or rolled back");
}

void Examination::examine_pending() {
    sql::Statement select(connection_, kSelectPendingEntries);
    for (const auto& row : select.query()) open(stored_entry(row, "ledger.db"));
}

void Examination::examine_sequence() {
    // No row is ever removed: numbers are given without a gap.
    sql::Statement select(connection_, "SELECT sequence FROM entries ORDER BY sequence");
    std::int64_t last = 0;
    for (const auto& row : select.query()) {
        if (row.integer(0) != ++last) fault("entry " + std::to_string(last), "is missing");
    }
    sql::Statement written(connection_, "SELECT seq FROM sqlite_sequence WHERE name = 'entries'");
    const auto count = written.integer().value_or(0);
    if (count != last) {
        fault("entry " + std::to_string(last + 1), "is missing: " + std::to_string(count) + " were written");
    }
}

void Examination::examine_file() {
    if (const auto found = schema_fault(connection_)) fault("schema", *found);
    file_check_.get();
}

void Examination::open(const StoredEntry& entry) {
    ++result_.entries;
    if (!entry.content) {
        ++result_.destroyed;
        return;
    }
    if (site_ == nullptr) return;
    try {
        const auto name = key_name_of(*entry.content);
        const auto key = name ? keys_->find_record_key_for(*name, opener_) : std::nullopt;
        if (!key) {
            const bool sealed = name && keys_->state(*name) == RecordKeyState::sealed;
            ++(sealed ? result_.sealed : result_.destroyed);
            return;
        }
        open_entry(*entry.content, *key);
        ++result_.opened;
    } catch (const StorageError& error) {
        fault(entry_position(entry), error.what());
    }
}

std::optional<std::string> Examination::key_name_of(const SealedEntry& entry) {
    const auto sealed = select_key_name_.octets(key_id_of(entry, site_->index_key()));
    // What a destroyed key sealed is emptied in the transaction that takes the key off the directory.
    if (!sealed) throw StorageError("its record key is not in the directory");
    return opened_key_name(*sealed, site_->index_key());
}

void Examination::examine_anchor() {
    if (anchor_fault_) fault("anchor", *anchor_fault_);
    if (!anchor_seen_) {
        fault("anchor", "the anchored checkpoint (" + to_string(anchored_->checkpoint) +
                            ") is not one of this tree: the store was rolled back");
    }
    if (anchored_->entries > result_.entries) {
        fault("anchor", "it was written after " + std::to_string(anchored_->entries) +
                            " entries, ledger.db holds " + std::to_string(result_.entries) +
                            ": the store was rolled back");
    }
}

}  // namespace ledger

LedgerExamination Ledger::verify(const std::filesystem::path& data_directory,
                                 const std::filesystem::path& keys_directory,
                                 const LedgerKeys& keys, const ExaminationTrust& trust) {
    const ledger::SiteKeys site(keys);
    const ledger::Anchor anchor(ledger::anchor_in(keys_directory));
    return ledger::Examination(data_directory, anchor, site.verifier(), &site, &keys, trust).run();
}

LedgerExamination Ledger::verify(const std::filesystem::path& data_directory,
                                 const std::filesystem::path& keys_directory,
                                 std::string_view verifier_key, const ExaminationTrust& trust) {
    const auto verifier = ledger::NoteVerifier::from(verifier_key);
    if (!verifier) throw Unacceptable("that is no verifier key of Ed25519");
    const ledger::Anchor anchor(ledger::anchor_in(keys_directory));
    return ledger::Examination(data_directory, anchor, *verifier, nullptr, nullptr, trust).run();
}

}  // namespace postvern::records
