// Compares the tiles of a ledger with its tree, leaf by leaf, in constant memory: part of
// Ledger::verify. Reads only; a writer may be at work. Used once, by one thread.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "records/ledger/checkpoint.hpp"
#include "records/ledger/tile_name.hpp"

namespace postvern::records::ledger {

class TileCheck {
  public:
    // `directory` may be absent: nothing was published there, which is no fault. Its checkpoint is
    // read here: do so before the tree is read, which then holds all that the checkpoint is of.
    TileCheck(std::filesystem::path directory, const NoteVerifier& verifier);

    // The next leaf, then the subtrees that it completes, its own hash first.
    void add(std::string_view leaf);
    void add(merkle::Subtree at, const merkle::Hash& hash);
    // After each leaf; the root is asked for at the size of the checkpoint only.
    template <typename Root>
    void at_size(merkle::TreeSize size, const Root& root) {
        if (checkpoint_ && checkpoint_->size == size) finish(root());
    }

    // Files found to be what the tree gives.
    std::uint64_t files() const noexcept { return files_; }
    // The first fault by position, once all leaves were added. Absent: none.
    std::optional<std::string> fault() const;

  private:
    struct Unfinished {
        TileName name{};  // width: elements so far
        std::string octets;
    };
    void add_to(Unfinished& tile, std::string_view element);
    void finish(const merkle::Hash& root);
    void compare(const Unfinished& tile);
    // A file against the beginning of `octets`; false when it is not there.
    bool compare_file(const TileName& name, std::string_view octets);
    void note(const std::string& position, const std::string& what);

    const std::filesystem::path directory_;
    std::optional<Checkpoint> checkpoint_;
    bool finished_ = false;
    Unfinished entries_;
    std::array<Unfinished, kTileLevels> levels_;
    std::uint64_t files_ = 0;
    std::optional<std::string> fault_;
};

}  // namespace postvern::records::ledger
