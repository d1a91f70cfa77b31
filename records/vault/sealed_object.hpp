// How a content object lies on disk: in chunks of at most 1 MiB of plain octets, each sealed with
// AES-256-GCM under the object's own key. The nonce is the number of the chunk and a final flag
// (STREAM, Hoang et al. 2015), so that no chunk can be left out, moved or added; account, object,
// kind, period key and format are authenticated, so that no chunk can be put in another's place.
// Sealed chunk: format version (1 octet), period key id (8, big-endian), cipher text, tag (16).
// Functions without state: thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "records/identifiers.hpp"
#include "records/vault/secret.hpp"

namespace postvern::records {

// What the seal of an object binds it to.
struct ObjectLabel {
    AccountId account;
    ObjectId object;
    ObjectKind kind;
    PeriodKeyId period;
};

// Whether more chunks follow.
enum class ChunkPlace : std::uint8_t { inner = 0, last = 1 };

// Plain octets of every chunk but the last, in octets; the last may be shorter (an empty object is
// one empty last chunk).
inline constexpr std::size_t kChunkSize = std::size_t{1} << 20;
inline constexpr std::size_t kChunkOverhead = 1 + 8 + 16;

// Seals chunk number `chunk` (0-based). `key` has 32 octets and must never seal two different plain
// texts for one number and place. Throws std::logic_error for a plain text over kChunkSize.
std::string seal_chunk(const Secret& key, const ObjectLabel& label, std::uint32_t chunk,
                       ChunkPlace place, std::string_view plain);

// Appends the plain octets of `sealed` to `append_to`. Throws StorageError when it is not what was
// sealed as this chunk of this object; `append_to` is then as before.
void open_chunk(const Secret& key, const ObjectLabel& label, std::uint32_t chunk, ChunkPlace place,
                std::string_view sealed, std::string& append_to);

}  // namespace postvern::records
