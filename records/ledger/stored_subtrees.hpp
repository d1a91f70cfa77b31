// The subtrees of ledger.db, read level by level in the order in which a growing tree completes
// them: no search for each hash, and memory for one row of each level only. Used once, by the
// connection's thread, within one transaction.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "records/merkle/growth.hpp"
#include "records/sql/statement.hpp"

namespace postvern::records::ledger {

class StoredSubtrees {
  public:
    // `connection` is borrowed.
    explicit StoredSubtrees(sql::Connection& connection) : connection_(connection) {}

    // Whether `hash` is what is stored for `at`, of level >= 1. Asked in the order of positions
    // within a level, each once; not again after it was false.
    bool holds(merkle::Subtree at, const merkle::Hash& hash);

    // The first stored subtree that was not asked for. Absent: none.
    std::optional<merkle::Subtree> left_over();

  private:
    struct Level {
        Level(sql::Connection& connection, unsigned level);
        sql::Statement select;
        sql::Rows rows;
    };
    sql::Connection& connection_;
    std::vector<std::unique_ptr<Level>> levels_;  // from level 1 on; kept rows do not move
};

}  // namespace postvern::records::ledger
