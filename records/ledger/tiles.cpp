#include "records/ledger/tiles.hpp"

#include "records/backup/files.hpp"
#include "records/errors.hpp"
#include "records/ledger/checkpoint.hpp"
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
             const Witnesses& witnesses, TileFiles files)
    : tree_(tree),
      verifier_(verifier),
      given_out_(connection, witnesses),
      files_(std::move(files)),
      select_widths_(connection,
                     "SELECT DISTINCT size >> ? FROM checkpoints WHERE size > ? AND size <= ?"),
      select_timestamps_(connection,
                         "SELECT size, answer, note FROM timestamps JOIN checkpoints USING (size) "
                         "WHERE size > ? ORDER BY size") {}

void Tiles::bring_up() {
    const SignedCheckpoint head = given_out_.latest();
    if (!whole_for_) whole_for_ = mend(head);
    if (head.size == 0) return;
    if (note_ != head.note) {
        bring_up_tree(*whole_for_, head);
        note_ = head.note;
    }
    bring_up_timestamps();
}

void Tiles::bring_up_tree(merkle::TreeSize before, const SignedCheckpoint& head) {
    visit_files(before, head.size, [this](const TileName& name) { write(name); });
    files_.settle();
    files_.put(kCheckpoint, head.note);
    files_.settle();
    whole_for_ = head.size;
    // "MAY delete any partial tile once the corresponding full tile is available"
    visit_files(before, head.size, [this](const TileName& name) {
        if (is_full(name)) files_.remove(partials_of(name));
    });
    files_.settle();
}

void Tiles::bring_up_timestamps() {
    for (const auto& row : select_timestamps_.query(stamped_for_)) {
        const auto size = static_cast<merkle::TreeSize>(row.integer(0));
        const std::string name = "timestamp/" + std::to_string(size);
        std::error_code failure;
        if (!fs::exists(files_.root() / (name + ".tsr"), failure)) {
            files_.put(name + ".checkpoint", row.octets(2));
            files_.put(name + ".tsr", row.octets(1));
            files_.settle();
        }
        stamped_for_ = size;
    }
}

merkle::TreeSize Tiles::mend(const SignedCheckpoint& head) {
    const auto found = claimed(head);
    if (!found) {
        files_.remove(kCheckpoint);  // first: without it there is no log here
        files_.settle();
        files_.remove("tile");
        files_.remove("timestamp");
        files_.settle();
        return 0;
    }
    visit_files(0, found->size, [this](const TileName& name) {
        std::error_code failure;
        if (fs::file_size(files_.root() / name.path(), failure) != name.size() || failure)
            write(name);
        if (is_full(name)) files_.remove(partials_of(name));
    });
    files_.settle();
    note_ = found->note;
    return found->size;
}

std::optional<SignedCheckpoint> Tiles::claimed(const SignedCheckpoint& head) const {
    const fs::path file = files_.root() / kCheckpoint;
    std::error_code failure;
    const auto length = fs::file_size(file, failure);
    if (failure || length > kLongestCheckpoint) return {};
    std::string note = backup::read_file(file, kLongestCheckpoint);
    const auto checkpoint = open_checkpoint(verifier_, note);
    if (!checkpoint || checkpoint->size > head.size) return {};
    if (merkle::Tree(tree_, checkpoint->size).root() != checkpoint->root) return {};
    return SignedCheckpoint{checkpoint->size, std::move(note)};
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
