// The tree as it lies in ledger.db: leaves and hashes in rows of 256, as tlog-tiles has them in files. Stored are the
// leaves and the roots of complete subtrees of 256, 256^2, ... leaves; what lies between is hashed anew from one row, so
// that a proof costs O(log n) reads and a few hundred hashes. Used by its connection's thread only.
#pragma once

#include <span>
#include <string>

#include "records/merkle/growth.hpp"
#include "records/sql/statement.hpp"

namespace postvern::records::ledger {

// Of a row: how many leaves or hashes it holds when it is full.
inline constexpr std::uint64_t kRowLength = 256;
// A subtree of this level, or a multiple of it, is stored by its hash.
inline constexpr unsigned kRowHeight = 8;

class TreeStore final : public merkle::Subtrees {
  public:
    explicit TreeStore(sql::Connection& connection);

    // Number of stored leaves. Throws StorageError where the last row is none of leaves.
    merkle::TreeSize size() const;
    // The octets of leaf `index` (0-based). Throws StorageError when it is missing.
    std::string leaf(merkle::LeafIndex index) const;
    // Throws StorageError when a subtree that should be complete is missing.
    merkle::Hash hash_of(merkle::Subtree subtree) const override;

    // Within the caller's transaction: stores `leaves` (64 octets each) as numbers growth.size() and following, and
    // what they complete. Throws StorageError where the store does not end there.
    void append(merkle::Growth& growth, std::span<const std::string> leaves);

  private:
    // The octets of `count` leaves or hashes from number `first` on, which lie in one row.
    std::string leaves(merkle::LeafIndex first, std::uint64_t count) const;
    std::string hashes(unsigned level, std::uint64_t first, std::uint64_t count) const;
    void append(merkle::Subtree at, const merkle::Hash& hash);

    std::string file_;
    // Kept statements remember where they are, which is no change of the tree.
    mutable sql::Statement last_row_, select_leaves_, select_hashes_;
    sql::Statement put_leaves_, put_hashes_;
};

}  // namespace postvern::records::ledger
