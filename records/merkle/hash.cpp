#include "records/merkle/hash.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace postvern::records::merkle {

Hash empty_root() { return sha256(std::string_view()); }

Hash leaf_hash(std::string_view leaf) { return sha256({std::string_view("\0", 1), leaf}); }

Hash node_hash(const Hash& left, const Hash& right) {
    // In one piece: most of the time that a verification takes is spent here.
    std::array<char, 1 + 2 * kHashSize> message;
    message[0] = '\1';
    auto* const end = std::copy(left.begin(), left.end(), message.begin() + 1);
    std::copy(right.begin(), right.end(), end);
    return sha256(std::string_view(message.data(), message.size()));
}

Hash hash_from(std::string_view octets) {
    if (octets.size() != kHashSize) throw std::logic_error("a hash has 32 octets");
    Hash hash;
    std::copy(octets.begin(), octets.end(), hash.begin());
    return hash;
}

}  // namespace postvern::records::merkle
