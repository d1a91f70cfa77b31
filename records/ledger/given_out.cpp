#include "records/ledger/given_out.hpp"

#include <algorithm>

#include "records/errors.hpp"

namespace postvern::records {

void require_usable(const Attestors& attestors) { ledger::Witnesses{attestors}; }

namespace ledger {

Witnesses::Witnesses(const Attestors& attestors) : quorum_(attestors.quorum) {
    for (const std::string& text : attestors.witnesses) {
        auto cosigner = Cosigner::from(text);
        if (!cosigner) {
            throw Unacceptable("'" + text +
                               "' is no verifier key of Ed25519 for cosignature/v1 "
                               "(NAME+ID+BASE64 of type 4)");
        }
        const auto clashes = [&](const Cosigner& other) { return other.clashes_with(*cosigner); };
        if (std::any_of(all_.begin(), all_.end(), clashes)) {
            throw Unacceptable("the witness " + cosigner->name() + ", or its key, is named twice");
        }
        all_.push_back(*std::move(cosigner));
    }
    if (all_.size() > kMostWitnesses) {
        throw Unacceptable("there are more than " + std::to_string(kMostWitnesses) + " witnesses");
    }
    if (quorum_ > all_.size()) {
        throw Unacceptable("a quorum of " + std::to_string(quorum_) + " cannot be reached by " +
                           std::to_string(all_.size()) + " witnesses");
    }
}

bool Witnesses::knows(std::string_view verifier_key) const {
    return std::any_of(all_.begin(), all_.end(),
                       [&](const Cosigner& each) { return each.verifier_key() == verifier_key; });
}

GivenOut::GivenOut(sql::Connection& connection, const Witnesses& witnesses)
    : witnesses_(witnesses),
      newest_(connection, "SELECT coalesce(max(size), 0) FROM checkpoints"),
      cosigned_sizes_(connection, "SELECT DISTINCT size FROM cosignatures ORDER BY size DESC"),
      select_lines_(connection, "SELECT witness, line FROM cosignatures WHERE size = ?"),
      select_note_(connection, "SELECT note FROM checkpoints WHERE size = ?"),
      count_later_(connection, "SELECT count(*) FROM checkpoints WHERE size > ?") {}

SignedCheckpoint GivenOut::latest() {
    const merkle::TreeSize size = size_of_latest();
    if (size == 0) return {};
    auto note = select_note_.octets(size);
    if (!note)
        throw StorageError("ledger.db: the checkpoint of size " + std::to_string(size) +
                           " is missing");
    return {size, *std::move(note) + cosigned(size).lines};
}

std::uint64_t GivenOut::waiting() {
    return static_cast<std::uint64_t>(*count_later_.integer(size_of_latest()));
}

merkle::TreeSize GivenOut::size_of_latest() {
    if (witnesses_.quorum() == 0) return static_cast<merkle::TreeSize>(*newest_.integer());
    for (const auto& row : cosigned_sizes_.query()) {
        const auto size = static_cast<merkle::TreeSize>(row.integer(0));
        if (cosigned(size).witnesses >= witnesses_.quorum()) return size;
    }
    return 0;
}

GivenOut::Cosigned GivenOut::cosigned(merkle::TreeSize size) {
    Cosigned found;
    for (const auto& row : select_lines_.query(size)) {
        if (!witnesses_.knows(row.octets(0))) continue;  // of one who is trusted no more
        ++found.witnesses;
        found.lines += row.octets(1);
    }
    return found;
}

}  // namespace ledger

}  // namespace postvern::records
