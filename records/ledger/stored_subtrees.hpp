// The hashes of ledger.db, read level by level in the order in which a growing tree completes
// them: no search for each hash, and memory for one row of each level only. Used once, by the
// connection's thread, within one transaction.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "records/merkle/growth.hpp"
#include "records/sql/statement.hpp"

namespace postvern::records::ledger {

class StoredSubtrees {
  public:
    // `connection` is borrowed.
    explicit StoredSubtrees(sql::Connection& connection) : connection_(connection) {}

    // Whether `hash` is what is stored for `at`, of a level that is stored (TreeStore). Asked in the order of positions
    // within a level, each once; not again after it was false.
    bool holds(merkle::Subtree at, const merkle::Hash& hash);

    // The first stored subtree that was not asked for. Absent: none.
    std::optional<merkle::Subtree> left_over();

  private:
    class Level {
      public:
        Level(sql::Connection& connection, unsigned level);
        // The octets of the next hash, fewer where the row ends amid it; absent behind the last one.
        std::optional<std::string_view> next();
        // Of that hash, as the number of its row says.
        std::uint64_t position() const noexcept { return position_; }

      private:
        sql::Statement select_;
        sql::Rows rows_;
        std::string octets_;  // of the present row
        std::size_t at_ = 0;
        std::uint64_t position_ = 0;
        bool ended_ = false;
    };
    sql::Connection& connection_;
    std::vector<std::unique_ptr<Level>> levels_;  // each eighth; kept rows do not move
};

}  // namespace postvern::records::ledger
