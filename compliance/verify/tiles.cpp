#include <algorithm>
#include <charconv>
#include <cstring>
#include <map>

#include "compliance/verify/lines.hpp"

namespace postvern::compliance::verify {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t kWidth = 256;                     // hashes or entries of a full tile
constexpr std::string_view kEntryLength = {"\0\x40", 2};  // before each leaf of a bundle
constexpr std::size_t kEntrySize = 2 + kLeafSize;

// A file of a log: hashes of a level, or as a bundle the entries under level 0.  C2SP tlog-tiles
struct Tile {
    bool is_bundle;
    std::uint64_t level, index, width;

    std::size_t octets() const { return width * (is_bundle ? kEntrySize : sizeof(Hash)); }
    // "tile/0/x001/234.p/5"
    std::string name() const {
        std::string name = width == kWidth ? "" : ".p/" + std::to_string(width);
        std::uint64_t left = index;
        for (std::string mark = "/"; !mark.empty(); mark = left > 0 ? "/x" : "") {
            name.insert(0, mark + std::to_string(1000 + left % 1000).substr(1));
            left /= 1000;
        }
        return "tile/" + (is_bundle ? "entries" : std::to_string(level)) + name;
    }
};

// The number that the digits of a text make, whatever stands between them.
std::uint64_t digits_of(std::string text) {
    std::erase_if(text, [](char each) { return each < '0' || each > '9'; });
    std::uint64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

Tile tile_from(const std::string& name) {
    const std::string kind = name.substr(5, name.find('/', 5) - 5);
    const auto end = 5 + kind.size(), partial = std::min(name.find(".p/"), name.size());
    const Tile tile{kind == "entries", digits_of(kind), digits_of(name.substr(end, partial - end)),
                    partial < name.size() ? digits_of(name.substr(partial)) : kWidth};
    const bool is_one = tile.level < 64 && tile.width > 0 && tile.width <= kWidth;
    if (is_one && name == tile.name()) return tile;
    throw Fault(name + ": is no file of a log");
}

// The directory of a log of so many leaves.
struct Log {
    const fs::path& place;
    std::uint64_t size;

    // Those of a level: of complete subtrees of 256^level leaves.
    std::uint64_t hashes(std::uint64_t level) const { return level < 8 ? size >> 8 * level : 0; }

    // As far as the tree has it, or full: a log may remove the partial one when it has grown.
    Tile tile(bool is_bundle, std::uint64_t level, std::uint64_t index) const {
        const Tile full{is_bundle, level, index, kWidth};
        const Tile own{is_bundle, level, index, std::min(kWidth, hashes(level) - index * kWidth)};
        const auto is_there = [this](const Tile& each) { return fs::exists(place / each.name()); };
        return own.width < kWidth && !is_there(own) && is_there(full) ? full : own;
    }

    std::string read(const Tile& tile) const {
        return in(tile.name(), [&] {
            const fs::path path = place / tile.name();
            if (!fs::is_regular_file(path))
                throw Fault(fs::exists(path) ? "is not a file" : "is missing");
            std::string octets = content(path, tile.octets());
            if (octets.size() == tile.octets()) return octets;
            throw Fault("is not of " + std::to_string(tile.octets()) + " octets");
        });
    }

    std::vector<Hash> hashes_in(const Tile& tile) const {
        const std::string octets = read(tile);
        std::vector<Hash> hashes(tile.width);
        std::memcpy(hashes.data(), octets.data(), octets.size());
        return hashes;
    }
};

std::string_view leaf_in(std::string_view entries, const Tile& bundle, std::size_t at) {
    const auto entry = entries.substr(at * kEntrySize, kEntrySize);
    if (entry.starts_with(kEntryLength)) return entry.substr(kEntryLength.size());
    throw Fault(bundle.name() + ": entry " + std::to_string(at) + " (leaf " +
                std::to_string(bundle.index * kWidth + at) + ") is not of 64 octets");
}

// One pass over a log, each file read once, from left to right.
struct Pass {
    const Log& log;
    const Visit& visit;
    // By size of a tree, its right edge: of each level the hashes that no full tile takes.
    std::map<std::uint64_t, std::array<std::vector<Hash>, 8>> edges;

    // The hashes of a tile, each computed from what lies below it, the entries of a bundle or full
    // tiles, and each what the tile states.
    std::vector<Hash> computed(const Tile& tile) {
        const std::vector<Hash> stated = log.hashes_in(tile);
        const Tile bundle = log.tile(true, 0, tile.index);
        const std::string entries = tile.level == 0 ? log.read(bundle) : "";
        const std::uint64_t first = tile.index * kWidth;
        for (std::size_t at = 0; at < tile.width && first + at < log.hashes(tile.level); ++at) {
            const Tile from = tile.level ? Tile{false, tile.level - 1, first + at, kWidth} : bundle;
            const auto leaf = tile.level == 0 ? leaf_in(entries, bundle, at) : "";
            const Hash hash = tile.level == 0 ? leaf_hash(leaf) : root_of(computed(from));
            if (tile.level == 0 && visit) visit(leaf);
            if (stated[at] == hash) continue;
            throw Fault((tile.level == 0 ? "leaf " + std::to_string(first + at) + ": " : "") +
                        tile.name() + ": hash " + std::to_string(at) + " is not what " +
                        from.name() + " gives");
        }
        for (auto& [size, edge] : edges) {
            const std::uint64_t hashes = size >> 8 * tile.level;
            if (hashes / kWidth == tile.index)
                edge[tile.level].assign(stated.data(), stated.data() + hashes % kWidth);
        }
        return stated;
    }

    // The tree of the first so many leaves, of which the edge was passed.
    Hash root(std::uint64_t size) const {
        std::vector<Hash> right;  // at most one: what lies to the right of a level's hashes
        for (std::vector<Hash> level : edges.at(size)) {
            level.insert(level.end(), right.begin(), right.end());
            if (!level.empty()) right = {root_of(level)};
        }
        return root_of(right);
    }
};

// Every file is one of the log's: compared, the beginning of one, or of a later size, as a log that
// grows meanwhile makes them.
void look_around(const Log& log, Sound& found) {
    if (!fs::exists(log.place / "tile")) return;
    for (const auto& each : fs::recursive_directory_iterator(log.place / "tile")) {
        if (each.is_directory()) continue;
        const Tile tile = tile_from(each.path().lexically_relative(log.place).generic_string());
        const std::uint64_t hashes = log.hashes(tile.level);
        if (tile.index > hashes / kWidth || tile.index * kWidth + tile.width > hashes) {
            ++found.beyond;
            continue;
        }
        ++found.files;
        const Tile whole = log.tile(tile.is_bundle, tile.level, tile.index);
        if (whole.width > tile.width && !log.read(whole).starts_with(log.read(tile)))
            throw Fault(tile.name() + ": is not how the tile began that it grew into");
    }
}

}  // namespace

Sound check_tiles(const fs::path& directory, const Trust& trust,
                  const std::optional<Checkpoint>& earlier, const Visit& visit) {
    Sound found;
    found.checkpoint = in("checkpoint", [&] {
        if (!fs::is_regular_file(directory / "checkpoint")) throw Fault("is missing");
        return open_checkpoint(content(directory / "checkpoint"), trust);
    });
    const Log log{directory, found.checkpoint.size};
    if (earlier && earlier->size > log.size)
        throw Fault("checkpoint: its tree of " + std::to_string(log.size) +
                    " leaves is smaller than the earlier one of " + std::to_string(earlier->size));
    Pass pass{log, visit, {{log.size, {}}, {earlier ? earlier->size : 0, {}}}};
    // From the highest level, whose last tile has the leftmost leaves, to the entries at the right.
    for (std::uint64_t level = 8; level-- > 0;) {
        if (log.hashes(level) % kWidth > 0)
            pass.computed(log.tile(false, level, log.hashes(level) / kWidth));
    }
    const auto compare_root = [&](const std::string& name, const Checkpoint& checkpoint) {
        if (pass.root(checkpoint.size) == checkpoint.root) return;
        throw Fault(name + ": its root is not that of the first " +
                    std::to_string(checkpoint.size) + " entries");
    };
    compare_root("checkpoint", found.checkpoint);
    if (earlier) compare_root("the earlier checkpoint", *earlier);
    look_around(log, found);
    return found;
}

}  // namespace postvern::compliance::verify
