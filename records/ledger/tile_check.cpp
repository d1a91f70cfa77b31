#include "records/ledger/tile_check.hpp"

#include "records/backup/files.hpp"
#include "records/errors.hpp"

namespace postvern::records::ledger {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kLongestCheckpoint = 65'536;  // octets

// Absent when there is none, or none that can be read.
std::optional<std::string> read(const fs::path& file, std::size_t limit) {
    std::error_code failure;
    if (!fs::exists(file, failure)) return {};
    try {
        return backup::read_file(file, limit);
    } catch (const Unavailable&) {
        return {};  // gone meanwhile, or a directory
    } catch (const StorageError&) {
        return std::string(limit + 1, '\0');  // too long, which is all that matters of it
    }
}

}  // namespace

TileCheck::TileCheck(fs::path directory, const NoteVerifier& verifier)
    : directory_(std::move(directory)) {
    for (unsigned level = 0; level < kTileLevels; ++level) levels_[level].name.level = level;
    std::error_code failure;
    if (!fs::exists(directory_, failure)) return;
    const auto text = read(directory_ / "checkpoint", kLongestCheckpoint);
    if (!text && !fs::exists(directory_ / "tile", failure))
        return;  // begun, and nothing published yet
    if (text) checkpoint_ = open_checkpoint(verifier, *text);
    if (!checkpoint_) note("checkpoint", text ? "its signature does not verify" : "is missing");
}

void TileCheck::add(std::string_view leaf) {
    if (checkpoint_ && !finished_) add_to(entries_, bundled(leaf));
}

void TileCheck::add(merkle::Subtree at, const merkle::Hash& hash) {
    if (!checkpoint_ || finished_ || at.level % kTileHeight != 0) return;
    if (at.level / kTileHeight < kTileLevels)
        add_to(levels_[at.level / kTileHeight], merkle::octets(hash));
}

void TileCheck::add_to(Unfinished& tile, std::string_view element) {
    tile.octets += element;
    if (++tile.name.width < kTileWidth) return;
    compare(tile);
    tile.octets.clear();
    tile.name.width = 0;
    ++tile.name.index;
}

void TileCheck::finish(const merkle::Hash& root) {
    if (finished_) return;
    finished_ = true;
    if (root != checkpoint_->root) note("checkpoint", "the leaves give another root");
    if (entries_.name.width > 0) compare(entries_);
    for (const Unfinished& tile : levels_) {
        if (tile.name.width > 0) compare(tile);
    }
}

void TileCheck::compare(const Unfinished& tile) {
    const TileName full{tile.name.level, tile.name.index, kTileWidth};
    // A writer that is ahead may have put the full tile in the place of the partial one.
    if (!compare_file(tile.name, tile.octets) &&
        (tile.name.width == kTileWidth || !compare_file(full, tile.octets))) {
        note(tile.name.path(), "is missing");
    }
    std::error_code failure;
    if (!fs::exists(directory_ / (full.path() + ".p"), failure)) return;
    for (unsigned width = 1; width < tile.name.width; ++width) {
        compare_file({tile.name.level, tile.name.index, width}, tile.octets);
    }
}

bool TileCheck::compare_file(const TileName& name, std::string_view octets) {
    const auto found = read(directory_ / name.path(), name.size());
    if (!found) return false;
    ++files_;
    if (found->size() != name.size()) {
        note(name.path(), "is not of " + std::to_string(name.size()) + " octets");
        return true;
    }
    const std::size_t length = name.element_size();
    const std::size_t known = std::min(octets.size(), name.size()) / length;
    for (std::size_t number = 0; number < known; ++number) {
        const std::size_t from = number * length;
        if (std::string_view(*found).substr(from, length) == octets.substr(from, length)) continue;
        note(name.path(), (name.level ? "hash " : "entry ") + std::to_string(number) +
                              ", of leaf " + std::to_string(name.leaf_of(number)) +
                              " on, is not that of ledger.db");
        break;
    }
    return true;
}

void TileCheck::note(const std::string& position, const std::string& what) {
    if (!fault_) fault_ = "tiles/" + position + ": " + what;
}

std::optional<std::string> TileCheck::fault() const {
    if (fault_ || !checkpoint_ || finished_) return fault_;
    return "tiles/checkpoint: is of a larger tree than ledger.db holds (" +
           std::to_string(checkpoint_->size) + " leaves)";
}

}  // namespace postvern::records::ledger
