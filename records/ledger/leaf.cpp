#include "records/ledger/leaf.hpp"

#include <algorithm>

#include "records/ledger/big_endian.hpp"

namespace postvern::records::ledger {

std::string encode(const Leaf& leaf) {
    std::string octets;
    octets.reserve(kLeafSize);
    octets.push_back('\1');
    octets.push_back('\0');
    append_big_endian(octets, static_cast<std::uint32_t>(leaf.batch_day));
    octets.append(2, '\0');
    octets.append(leaf.commitment.begin(), leaf.commitment.end());
    octets.append(leaf.tag.begin(), leaf.tag.end());
    octets.append(8, '\0');
    return octets;
}

std::optional<Leaf> decode_leaf(std::string_view octets) {
    // What is the same in every leaf.
    if (octets.size() != kLeafSize || octets.substr(0, kLeafDayOffset) != std::string_view("\1\0", 2) ||
        octets.substr(6, 2) != std::string_view("\0\0", 2) ||
        octets.substr(56) != std::string_view("\0\0\0\0\0\0\0\0", 8)) {
        return {};
    }
    Leaf leaf{};
    leaf.batch_day = Day{static_cast<std::int32_t>(big_endian<std::uint32_t>(octets, kLeafDayOffset))};
    std::copy_n(octets.begin() + 8, leaf.commitment.size(), leaf.commitment.begin());
    std::copy_n(octets.begin() + 40, leaf.tag.size(), leaf.tag.begin());
    return leaf;
}

}  // namespace postvern::records::ledger
