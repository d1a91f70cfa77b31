#include "records/ledger/tiles.hpp"

#include "records/backup/files.hpp"
#include "records/errors.hpp"
#include "records/ledger/checkpoint.hpp"
#include "records/ledger/publisher.hpp"
#include "records/merkle/tree.hpp"

namespace postvern::records::ledger {

namespace fs = std::filesystem;

namespace {

constexpr const char* kCheckpoint = "checkpoint";
constexpr std::size_t kLongestCheckpoint = 65'536;  // octets

bool is_full(const TileName& name) { return name.width == kTileWidth; }

std::string partials_of(const TileName& name) { return name.path() + ".p"; }

}  // namespace

Tiles::Tiles(sql::Connection& connection, const TreeStore& tree, const NoteVerifier& verifier,
             TileFiles files)
    : connection_(connection),
      tree_(tree),
      verifier_(verifier),
      files_(std::move(files)),
      select_widths_(connection,
                     "SELECT DISTINCT size >> ? FROM checkpoints WHERE size > ? AND size <= ?") {}

void Tiles::bring_up() {
    const auto note = latest_note(connection_);
    if (!note) return;
    const merkle::TreeSize size = tree_.size();
    if (!whole_for_) whole_for_ = mend();
    if (*whole_for_ == size) return;
    const merkle::TreeSize before = *whole_for_;
    visit_files(before, size, [this](const TileName& name) { write(name); });
    files_.settle();
    files_.put(kCheckpoint, *note);
    files_.settle();
    whole_for_ = size;
    // "MAY delete any partial tile once the corresponding full tile is available"
    visit_files(before, size, [this](const TileName& name) {
        if (is_full(name)) files_.remove(partials_of(name));
    });
    files_.settle();
}

merkle::TreeSize Tiles::mend() {
    const auto size = claimed();
    if (!size) {
        files_.remove(kCheckpoint);  // first: without it there is no log here
        files_.settle();
        files_.remove("tile");
        files_.settle();
        return 0;
    }
    visit_files(0, *size, [this](const TileName& name) {
        std::error_code failure;
        if (fs::file_size(files_.root() / name.path(), failure) != name.size() || failure)
            write(name);
        if (is_full(name)) files_.remove(partials_of(name));
    });
    files_.settle();
    return *size;
}

std::optional<merkle::TreeSize> Tiles::claimed() const {
    const fs::path file = files_.root() / kCheckpoint;
    std::error_code failure;
    const auto length = fs::file_size(file, failure);
    if (failure || length > kLongestCheckpoint) return {};
    const auto checkpoint = open_checkpoint(verifier_, backup::read_file(file, kLongestCheckpoint));
    if (!checkpoint || checkpoint->size > tree_.size()) return {};
    if (merkle::Tree(tree_, checkpoint->size).root() != checkpoint->root) return {};
    return checkpoint->size;
}

void Tiles::visit_files(merkle::TreeSize from, merkle::TreeSize to, const Visit& visit) {
    const auto visit_both = [&](unsigned level, std::uint64_t index, unsigned width) {
        if (level == 0) visit({std::nullopt, index, width});
        visit({level, index, width});
    };
    for (unsigned level = 0; level < kTileLevels && to >> (kTileHeight * level) != 0; ++level) {
        const unsigned shift = kTileHeight * level;
        const std::uint64_t before = from >> shift;  // hashes of this level
        const std::uint64_t after = to >> shift;
        const std::uint64_t last = after / kTileWidth;  // the tile that is not full
        for (std::uint64_t index = before / kTileWidth; index < last; ++index)
            visit_both(level, index, kTileWidth);
        const merkle::TreeSize beginning = (last * kTileWidth) << shift;
        for (const auto& row : select_widths_.query(shift, std::max(from, beginning), to)) {
            const auto hashes = static_cast<std::uint64_t>(row.integer(0));
            if (hashes > before && hashes > last * kTileWidth) {
                visit_both(level, last, static_cast<unsigned>(hashes % kTileWidth));
            }
        }
    }
}

void Tiles::write(const TileName& name) { files_.put(name.path(), content(name)); }

std::string Tiles::content(const TileName& name) const {
    std::string octets;
    octets.reserve(name.size());
    for (std::uint64_t at = 0; at < name.width; ++at) {
        const std::uint64_t number = name.index * kTileWidth + at;
        if (name.level) {
            octets += merkle::octets(tree_.hash_of({kTileHeight * *name.level, number}));
        } else {
            octets += bundled(tree_.leaf(number));
        }
    }
    return octets;
}

}  // namespace postvern::records::ledger
