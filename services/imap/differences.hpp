// What happened to a mailbox between what a client was told and what is there now. Pure functions.
#pragma once

#include <memory>
#include <vector>

#include "records/view.hpp"

namespace postvern::services::imap {

using ViewPointer = std::shared_ptr<const records::View>;

struct Differences {
    std::vector<records::Uid> removed;         // ascending
    std::vector<records::ItemState> reflagged;  // told of, with other flags now; ascending UIDs
    std::vector<records::ItemState> added;      // ascending UIDs
};

// From `told` to `current`, two views of one collection.
Differences differences(const records::View& told, const records::View& current);

// `told` with everything of `found` but the removals, which may not be announced yet (RFC 9051 7.5.1):
// removed messages keep their sequence numbers. `current` gives UIDNEXT and modification value.
ViewPointer with_removals_held_back(const ViewPointer& told, const Differences& found,
                                    const records::View& current);

}  // namespace postvern::services::imap
