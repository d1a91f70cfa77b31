// A row of `entries`. Plain value.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "records/ledger/sealed_entry.hpp"
#include "records/merkle/growth.hpp"
#include "records/sql/statement.hpp"

namespace postvern::records::ledger {

struct StoredEntry {
    std::int64_t sequence;
    std::optional<merkle::LeafIndex> leaf;  // absent: pending
    Commitment commitment;
    LookupTag tag;
    std::optional<SealedEntry> content;     // absent: its key is destroyed
};

// The rows after sequence ?, in order. `kSelectPlacedEntries` and `kSelectPendingEntries`: in the order
// of leaves, and those without.
inline constexpr std::string_view kSelectEntries =
    "SELECT sequence, leaf, commitment, tag, key_reference, sealed FROM entries "
    "WHERE sequence > ? ORDER BY sequence";
inline constexpr std::string_view kSelectPlacedEntries =
    "SELECT sequence, leaf, commitment, tag, key_reference, sealed FROM entries "
    "WHERE leaf IS NOT NULL ORDER BY leaf";
inline constexpr std::string_view kSelectPendingEntries =
    "SELECT sequence, leaf, commitment, tag, key_reference, sealed FROM entries "
    "WHERE leaf IS NULL ORDER BY sequence";

inline constexpr std::string_view kSelectEntryByTag =
    "SELECT sequence, leaf, commitment, tag, key_reference, sealed FROM entries "
    "WHERE tag = ? AND leaf IS NOT NULL";

// Reads such a row. Throws StorageError that names `file` and entry when a column is malformed.
StoredEntry stored_entry(const sql::Row& row, const std::string& file);

}  // namespace postvern::records::ledger
