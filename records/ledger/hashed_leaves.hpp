// The leaves of ledger.db in order, each with its hash and those of the subtrees that it completes.
// They are read in blocks; while one is worked on, and the one after the next is read, the next is hashed on a thread of
// its own. Memory for three blocks. Used once, by the connection's thread, within one transaction.
#pragma once

#include <cstdint>
#include <exception>
#include <future>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "records/merkle/growth.hpp"
#include "records/sql/statement.hpp"

namespace postvern::records::ledger {

class HashedLeaves {
  public:
    // `connection` is borrowed.
    explicit HashedLeaves(sql::Connection& connection);

    struct Leaf {
        std::uint64_t index;  // as the number of its row says
        std::string_view octets;
        std::span<const merkle::Hash>
            hashes;  // by level: its own, then of what it completes as the next leaf
    };
    // Lives until the next call. Absent after the last one. Throws what the store throws.
    std::optional<Leaf> next();

  private:
    struct Block {
        struct Place {
            std::uint64_t index;
            std::size_t octets_end;  // they begin where those of the leaf before end
            std::size_t hashes_end;
        };
        std::vector<Place> places;
        std::string octets;
        std::vector<merkle::Hash> hashes;
        std::exception_ptr failure;  // why there is no more: told when all before it was worked on
    };
    void read(Block& block);
    void read_rows(Block& block);
    void hash(Block& block);  // on the other thread
    void begin_next();

    sql::Statement select_;
    sql::Rows rows_;
    merkle::Growth growth_;  // on the other thread
    Block present_, following_, waiting_;
    std::size_t at_ = 0;         // within the present block
    bool ended_ = false;         // no more rows
    std::future<void> hashing_;  // of the following block; ends before all that it works on
};

}  // namespace postvern::records::ledger
