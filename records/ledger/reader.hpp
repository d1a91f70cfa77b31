// The reading side of the ledger: a connection of its own, beside the writer's. Thread-safe; readers wait
// for one another.
#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "records/ledger.hpp"
#include "records/ledger/given_out.hpp"
#include "records/ledger/found_keys.hpp"
#include "records/ledger/pending_entries.hpp"
#include "records/ledger/record_keys.hpp"
#include "records/ledger/sight.hpp"
#include "records/ledger/stored_entry.hpp"
#include "records/ledger/tree_store.hpp"

namespace postvern::records::ledger {

class Reader {
  public:
    // All are borrowed.
    // `clock`: Unix seconds. What is past its term by it stays closed, also where its key is still there.
    Reader(const std::filesystem::path& database, LedgerKeys& keys, const SiteKeys& site,
           const Witnesses& witnesses, const PendingEntries& pending, std::function<std::int64_t()> clock);

    std::string head() const;
    LeafProof prove(merkle::LeafIndex leaf) const;
    ExportedEntry exported(std::uint64_t sequence, const Sight& sight) const;
    RecordedActs entries(const RecordFilter& filter, const Sight& sight) const;
    StreamProof stream_proof(AccountId account) const;
    // Of the case that `sight` names, about `subjects` alone.
    CaseEvidence case_evidence(const Sight& sight, std::span<const Pseudonym> subjects, std::int64_t since) const;
    // Writes to the key store only, and keeps other readers waiting.
    SealedKeys seal_anew(std::span<const AccountId> people, const ReadingKey* by) const;
    void copy_to(const std::filesystem::path& file) const;

  private:
    // What follows is called under the mutex.
    // The checkpoint that is given out. Throws StorageError where it is damaged.
    SignedCheckpoint checked_head() const;
    LeafProof proof_of(merkle::LeafIndex leaf, SignedCheckpoint head) const;
    ExportedEntry exported_row(const StoredEntry& entry, OpenedEntry opened, SignedCheckpoint head) const;
    // A stream's entries in their order, found by their tags; those of a person's streams whose keys are destroyed are
    // found no more.
    std::vector<StoredEntry> stream_of(const std::optional<Secret>& stream_key) const;
    // How many entries of a stream were recorded before that one, and its key, if it has one. Of a restricted stream it
    // opens a key and a counter, and looks for a multiple of kLooks, whatever there is, at the house's stream
    // if there is none: how long it takes does not tell.
    struct Counted {
        std::uint64_t entries = 0;
        std::optional<Secret> key{};
    };
    Counted count_before(std::int64_t sequence, const Pseudonym& subject, Stream stream) const;
    // Calls `visit` with each entry that can be opened and is seen, and its number for whoever sees it, from the one
    // after `after` on in the order of recording, until it answers false.
    using Visit = std::function<bool(const StoredEntry&, OpenedEntry, std::uint64_t number)>;
    // `closed` is called with those whose keys are sealed to others than the reader.
    using Closed = std::function<void(const StoredEntry&, const KeyName&)>;
    void walk(const Sight& sight, std::uint64_t after, const Visit& visit, const Closed& closed) const;
    void walk_one_person(const Sight& sight, std::uint64_t after, const Visit& visit, const Closed& closed) const;
    std::optional<OpenedEntry> opened_for_its_person(const StoredEntry& entry, FoundKeys& keys,
                                                     const Closed& closed) const;
    std::optional<OpenedEntry> opened(const StoredEntry& entry, FoundKeys& keys, const Closed& closed) const;

    const SiteKeys& site_;
    const PendingEntries& pending_;
    const std::function<std::int64_t()> clock_;
    mutable std::mutex mutex_;
    mutable sql::Connection connection_;
    mutable GivenOut given_out_;
    TreeStore tree_;
    mutable RecordKeys keys_;
};

}  // namespace postvern::records::ledger
