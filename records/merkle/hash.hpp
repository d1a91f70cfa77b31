// Hashes of an RFC 6962 Merkle tree: SHA-256 with leaves and inner nodes told apart by their first
// octet, so that no inner node can be passed off as a leaf. Free functions, thread-safe.
#pragma once

#include <cstddef>
#include <string_view>

#include "records/sha256.hpp"

namespace postvern::records::merkle {

inline constexpr std::size_t kHashSize = 32;  // octets
using Hash = Sha256;
using records::octets;

// MTH({}): the root of the tree without leaves, SHA-256 of nothing.  RFC 6962 2.1
Hash empty_root();

// SHA-256(0x00 || leaf).  RFC 6962 2.1
Hash leaf_hash(std::string_view leaf);

// SHA-256(0x01 || left || right).  RFC 6962 2.1
Hash node_hash(const Hash& left, const Hash& right);

// The hash that `octets` are. Throws std::logic_error unless they are 32.
Hash hash_from(std::string_view octets);

}  // namespace postvern::records::merkle
