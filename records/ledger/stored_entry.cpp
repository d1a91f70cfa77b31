#include "records/ledger/stored_entry.hpp"

#include <algorithm>

#include "records/errors.hpp"

namespace postvern::records::ledger {

StoredEntry stored_entry(const sql::Row& row, const std::string& file) {
    StoredEntry entry{row.integer(0), {}, {}, {}, {}};
    const auto commitment = row.octets(2);
    const auto tag = row.octets(3);
    if (commitment.size() != merkle::kHashSize || tag.size() != kTagSize ||
        row.is_null(4) != row.is_null(5)) {
        throw StorageError(file + ": entry " + std::to_string(entry.sequence) + " is damaged");
    }
    if (!row.is_null(1)) entry.leaf = static_cast<merkle::LeafIndex>(row.integer(1));
    entry.commitment = merkle::hash_from(commitment);
    std::copy(tag.begin(), tag.end(), entry.tag.begin());
    if (!row.is_null(5)) {
        entry.content = SealedEntry{entry.commitment, entry.tag, std::string(row.octets(4)),
                                    std::string(row.octets(5))};
    }
    return entry;
}

}  // namespace postvern::records::ledger
