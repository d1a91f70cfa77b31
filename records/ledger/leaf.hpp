// The public leaf of the access record: 64 octets that commit to one private record (or to none: a
// dummy) and tell a stranger nothing but the day of its batch. Plain value.
//
//     offset  octets
//          0       1  version, 1
//          1       1  zero
//          2       4  day of the batch: days since 1970-01-01 UTC, big-endian
//          6       2  zero
//          8      32  commitment: HMAC-SHA256, under a random key of 32 octets, of the private record
//         40      16  lookup tag: a pseudorandom function of stream key and counter
//         56       8  zero
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "records/identifiers.hpp"
#include "records/merkle/hash.hpp"

namespace postvern::records::ledger {

inline constexpr std::size_t kLeafSize = 64;  // octets
inline constexpr std::size_t kTagSize = 16;
inline constexpr std::size_t kLeafDayOffset = 2;
inline constexpr std::size_t kLeafDaySize = 4;

using Commitment = merkle::Hash;
using LookupTag = std::array<std::uint8_t, kTagSize>;

struct Leaf {
    Day batch_day;
    Commitment commitment;
    LookupTag tag;
    friend bool operator==(const Leaf&, const Leaf&) = default;
};

// The kLeafSize octets above.
std::string encode(const Leaf& leaf);

// Absent unless `octets` are exactly what encode() gives for some leaf.
std::optional<Leaf> decode_leaf(std::string_view octets);

}  // namespace postvern::records::ledger
