#include "records/merkle/hash.hpp"

#include <algorithm>
#include <stdexcept>

namespace postvern::records::merkle {

Hash empty_root() { return sha256(std::string_view()); }

Hash leaf_hash(std::string_view leaf) { return sha256({std::string_view("\0", 1), leaf}); }

Hash node_hash(const Hash& left, const Hash& right) {
    return sha256({std::string_view("\1", 1), octets(left), octets(right)});
}

Hash hash_from(std::string_view octets) {
    if (octets.size() != kHashSize) throw std::logic_error("a hash has 32 octets");
    Hash hash;
    std::copy(octets.begin(), octets.end(), hash.begin());
    return hash;
}

}  // namespace postvern::records::merkle
