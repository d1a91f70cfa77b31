// OpenMailbox: the mailbox that a session has selected, and what the client knows of it. Belongs to the
// thread of the session's loop.
#pragma once

#include <memory>
#include <optional>

#include "policy/resource.hpp"
#include "records/archive.hpp"
#include "services/imap/differences.hpp"
#include "services/imap/grammar/command.hpp"
#include "services/imap/grammar/number_set.hpp"
#include "services/net/event.hpp"

namespace postvern::services::imap {

struct OpenMailbox {
    OpenMailbox(net::Loop& loop, policy::CollectionId collection, grammar::Access allowed)
        : id(collection), access(allowed), changed(loop) {}

    policy::CollectionId id;
    grammar::Access access;
    net::Event changed;  // raised by the watch
    std::unique_ptr<records::Watch> watch;
    // INVARIANT: the messages and flags that the client knows; sequence number n is (*told)[n - 1].
    ViewPointer told;
    bool removals_held_back = false;  // `told` has messages that are gone
    grammar::NumberSet saved;         // UIDs of SEARCH RETURN (SAVE), for "$": RFC 9051 6.4.4.1

    // UIDs that `set` means, among the messages that the client knows. Throws Refused (BAD) for a
    // sequence number that there is none of.  RFC 9051 9, seq-number
    policy::UidSet resolve(const grammar::SequenceSet& set, grammar::Numbering numbering) const;

    // Whether every one of `uids` is still there.
    bool holds(const policy::UidSet& uids) const;
};

// Calls `visit(index, state)` for each item of `view` that is in `uids`, ascending.
template <class Visit>
void for_each_item(const records::View& view, const policy::UidSet& uids, Visit visit) {
    for (const auto& range : uids.ranges()) {
        for (auto index = view.lower_bound(records::Uid{range.first});
             index < view.size() && records::number(view[index].uid) <= range.last; ++index) {
            visit(index, view[index]);
        }
    }
}

}  // namespace postvern::services::imap
