// DATA_DIR/tiles: the published log as static files that any web server may serve and any tool for
// tiled logs reads. Made from ledger.db, which can make it anew at any time; holds nothing that a
// leaf or a signed checkpoint does not. Source: C2SP tlog-tiles. Used by the writer's thread only.
//
// INVARIANT: the file `checkpoint` is of a tree whose every tile and bundle is there; it is
// replaced after them.
#pragma once

#include <functional>
#include <optional>

#include "records/ledger/given_out.hpp"
#include "records/ledger/signed_note.hpp"
#include "records/ledger/tile_files.hpp"
#include "records/ledger/tile_name.hpp"
#include "records/ledger/tree_store.hpp"
#include "records/sql/statement.hpp"

namespace postvern::records::ledger {

class Tiles {
  public:
    // All references are borrowed. Touches nothing yet.
    Tiles(sql::Connection& connection, const TreeStore& tree, const NoteVerifier& verifier,
          const Witnesses& witnesses, TileFiles files);

    // Brings the directory up to the latest checkpoint of ledger.db that is given out. The first
    // time it also makes what is missing or of a wrong length, and begins anew where the directory
    // is not of this tree. Throws Unavailable: the directory is a log of an earlier size then, and
    // the next call goes on.
    void bring_up();

  private:
    using Visit = std::function<void(const TileName&)>;

    // The size that the directory is whole for, after repairs; at most that of `head`.
    merkle::TreeSize mend(const SignedCheckpoint& head);
    // The directory's checkpoint, if it is one of the tree of `head`.
    std::optional<SignedCheckpoint> claimed(const SignedCheckpoint& head) const;
    void bring_up_tree(merkle::TreeSize before, const SignedCheckpoint& head);
    // timestamp/<size>.tsr, and the note that it is about beside it.
    void bring_up_timestamps();
    // Calls `visit` for each file that the checkpoints after the tree of `from` leaves up to `to`
    // leaves ask for and that tree does not: full tiles, and of the last of each level the partial
    // ones.
    void visit_files(merkle::TreeSize from, merkle::TreeSize to, const Visit& visit);
    void write(const TileName& name);
    std::string content(const TileName& name) const;

    const TreeStore& tree_;
    const NoteVerifier& verifier_;
    GivenOut given_out_;
    TileFiles files_;
    sql::Statement select_widths_, select_timestamps_;
    std::optional<merkle::TreeSize> whole_for_;  // absent: not looked at yet
    std::string note_;                           // in `checkpoint`; empty: not known
    merkle::TreeSize stamped_for_ = 0;           // timestamps up to this size are there
};

}  // namespace postvern::records::ledger
