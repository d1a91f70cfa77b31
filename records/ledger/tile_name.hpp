// The files of a tiled log: which there are for a size, and what they are called. Source: C2SP
// tlog-tiles. Plain value and free functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "records/ledger/leaf.hpp"
#include "records/merkle/growth.hpp"

namespace postvern::records::ledger {

inline constexpr unsigned kTileHeight =
    8;  // levels of the tree from one level of tiles to the next
inline constexpr unsigned kTileWidth = 256;                 // hashes or entries of a full tile
inline constexpr unsigned kTileLevels = 8;                  // of a tree of up to 2^64 leaves
inline constexpr std::size_t kBundledSize = 2 + kLeafSize;  // octets of an entry behind its length

inline std::filesystem::path tiles_in(const std::filesystem::path& data_directory) {
    return data_directory / "tiles";
}

struct TileName {
    std::optional<unsigned>
        level;            // 0 to 7; absent: a bundle of entries, which lies as level 0 does
    std::uint64_t index;  // 0-based, within the level
    unsigned width;       // 1 to kTileWidth; less: a partial tile

    // "tile/0/x001/234.p/5" and "tile/entries/x001/234.p/5".
    std::string path() const;
    // Of the whole file, in octets.
    std::size_t size() const { return width * element_size(); }
    std::size_t element_size() const { return level ? merkle::kHashSize : kBundledSize; }
    // The first leaf that element `number` (0-based) of the tile is about.
    merkle::LeafIndex leaf_of(std::size_t number) const;
    friend bool operator==(const TileName&, const TileName&) = default;
};

// How an entry stands in a bundle: behind its length, 2 octets.
std::string bundled(std::string_view leaf);

}  // namespace postvern::records::ledger
