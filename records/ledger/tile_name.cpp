#include "records/ledger/tile_name.hpp"

#include "records/ledger/big_endian.hpp"

namespace postvern::records::ledger {

std::string TileName::path() const {
    // "zero-padded 3-digit path elements. All but the last path element MUST begin with an x"
    std::string digits = std::to_string(index);
    digits.insert(0, (3 - digits.size() % 3) % 3, '0');
    std::string path = "tile/" + (level ? std::to_string(*level) : std::string("entries"));
    for (std::size_t at = 0; at < digits.size(); at += 3) {
        path += at + 3 < digits.size() ? "/x" : "/";
        path += digits.substr(at, 3);
    }
    if (width < kTileWidth) path += ".p/" + std::to_string(width);
    return path;
}

merkle::LeafIndex TileName::leaf_of(std::size_t number) const {
    return (index * kTileWidth + number) << (kTileHeight * level.value_or(0));
}

std::string bundled(std::string_view leaf) {
    std::string octets;
    append_big_endian(octets, static_cast<std::uint16_t>(leaf.size()));
    return octets.append(leaf);
}

}  // namespace postvern::records::ledger
