// An entry as it lies in ledger.db: the private record sealed under its record key, together with the
// seed of its commitment, and a sealed reference to that key. All of one size. Plain values.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "records/ledger/leaf.hpp"
#include "records/ledger/private_record.hpp"
#include "records/vault/secret.hpp"

namespace postvern::records::ledger {

struct SealedEntry {
    Commitment commitment;
    LookupTag tag;
    std::string key_reference;  // 36 octets: number of the record key, and the stream
    std::string sealed;         // 573 octets
};

// Seals `record` under `record_key`, whose number in the directory is `key_id`; makes a new commitment.
SealedEntry seal_entry(const PrivateRecord& record, const Secret& index_key, std::int64_t key_id,
                       const Secret& record_key);

// The number of the record key, and the stream. Both throw StorageError when the reference is damaged.
std::int64_t key_id_of(const SealedEntry& entry, const Secret& index_key);
Stream stream_of(const SealedEntry& entry, const Secret& index_key);

// What a seal holds: the seed of the commitment, and the private record, read and as its octets.
struct OpenedEntry {
    Secret seed;
    std::string octets;
    PrivateRecord record;
};
// Throws StorageError, which says what is wrong, when the seal does not open, the
// record is malformed, or it is not what the commitment commits to.
OpenedEntry open_whole_entry(const SealedEntry& entry, const Secret& record_key);

// The private record alone; throws alike.
PrivateRecord open_entry(const SealedEntry& entry, const Secret& record_key);

}  // namespace postvern::records::ledger
