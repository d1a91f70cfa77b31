// Which checkpoint is given out, and with which cosignatures: the latest one, or, where a quorum of
// witnesses is asked for, the latest that bears it. docs/decisions/0019
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "records/attestations.hpp"
#include "records/ledger/cosigner.hpp"
#include "records/merkle/growth.hpp"
#include "records/sql/statement.hpp"

namespace postvern::records::ledger {

// The witnesses of a site. Immutable, thread-safe.
class Witnesses {
  public:
    // Throws Unacceptable, which says what cannot be used.
    explicit Witnesses(const Attestors& attestors);

    const std::vector<Cosigner>& all() const noexcept { return all_; }
    std::uint32_t quorum() const noexcept { return quorum_; }
    bool knows(std::string_view verifier_key) const;

  private:
    std::vector<Cosigner> all_;
    std::uint32_t quorum_;
};

// Used by its connection's thread only.
class GivenOut {
  public:
    // Both are borrowed.
    GivenOut(sql::Connection& connection, const Witnesses& witnesses);

    // Size 0: none yet.
    SignedCheckpoint latest();
    // How many checkpoints are later than that one.
    std::uint64_t waiting();

  private:
    struct Cosigned {
        std::size_t witnesses = 0;
        std::string lines;
    };
    merkle::TreeSize size_of_latest();
    Cosigned cosigned(merkle::TreeSize size);

    const Witnesses& witnesses_;
    sql::Statement newest_, cosigned_sizes_, select_lines_, select_note_, count_later_;
};

}  // namespace postvern::records::ledger
