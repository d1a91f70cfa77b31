// The reading side of the ledger: a connection of its own, beside the writer's. Thread-safe; readers wait
// for one another.
#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "records/ledger.hpp"
#include "records/ledger/record_keys.hpp"
#include "records/ledger/tree_store.hpp"

namespace postvern::records::ledger {

class Reader {
  public:
    // All are borrowed.
    Reader(const std::filesystem::path& database, LedgerKeys& keys, const SiteKeys& site);

    std::string head() const;
    LeafProof prove(merkle::LeafIndex leaf) const;
    // `only`: whose visible entries may be handed out; absent: all.
    ExportedEntry exported(std::uint64_t sequence, std::optional<AccountId> only) const;
    std::vector<RecordedAct> entries(const RecordFilter& filter) const;
    void copy_to(const std::filesystem::path& file) const;

  private:
    LeafProof proof_of(merkle::LeafIndex leaf) const;  // under the mutex

    const SiteKeys& site_;
    mutable std::mutex mutex_;
    mutable sql::Connection connection_;
    TreeStore tree_;
    mutable RecordKeys keys_;
};

}  // namespace postvern::records::ledger
