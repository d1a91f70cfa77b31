// The tree as it lies in ledger.db: the leaves, and the roots of all complete subtrees, so that a
// proof costs O(log n) reads. Used by its connection's thread only.
#pragma once

#include <string>

#include "records/merkle/growth.hpp"
#include "records/sql/statement.hpp"

namespace postvern::records::ledger {

class TreeStore final : public merkle::Subtrees {
  public:
    explicit TreeStore(sql::Connection& connection);

    // Number of stored leaves.
    merkle::TreeSize size() const;
    // The octets of leaf `index` (0-based). Throws StorageError when it is missing.
    std::string leaf(merkle::LeafIndex index) const;
    // Throws StorageError when a subtree that should be complete is missing.
    merkle::Hash hash_of(merkle::Subtree subtree) const override;

    // Within the caller's transaction: stores leaf number `growth.size()` and what it completes.
    void append(merkle::Growth& growth, std::string_view leaf);

  private:
    std::string file_;
    // Kept statements remember where they are, which is no change of the tree.
    mutable sql::Statement size_, select_leaf_, select_subtree_;
    sql::Statement insert_leaf_, insert_subtree_;
};

}  // namespace postvern::records::ledger
