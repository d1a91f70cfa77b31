#include "services/imap/mailbox.hpp"

#include "services/imap/answer.hpp"

namespace postvern::services::imap {

namespace {

policy::UidSet existing(const records::View& view, const grammar::NumberSet& wanted) {
    policy::UidSet uids;
    for (const auto& interval : wanted.intervals()) {
        for (auto index = view.lower_bound(records::Uid{interval.first});
             index < view.size() && records::number(view[index].uid) <= interval.last; ++index) {
            uids.add(records::number(view[index].uid));
        }
    }
    return uids;
}

}  // namespace

policy::UidSet OpenMailbox::resolve(const grammar::SequenceSet& set,
                                    grammar::Numbering numbering) const {
    if (set.is_saved_result()) return existing(*told, saved);
    const auto size = static_cast<std::uint32_t>(told->size());
    if (numbering == grammar::Numbering::uid) {
        const auto largest = size == 0 ? 0 : records::number((*told)[size - 1].uid);
        return existing(*told, set.resolve(largest));
    }
    if (set.largest_written() > size || (size == 0 && set.has_star())) {
        throw Refused(bad("There is no message of that sequence number"));
    }
    policy::UidSet uids;
    const auto numbers = set.resolve(size);
    for (const auto& interval : numbers.intervals()) {
        for (auto number = interval.first; number <= interval.last; ++number) {
            uids.add(records::number((*told)[number - 1].uid));
        }
    }
    return uids;
}

bool OpenMailbox::holds(const policy::UidSet& uids) const {
    std::uint64_t found = 0;
    const auto view = watch->view();
    for_each_item(*view, uids, [&](std::size_t, const records::ItemState&) { ++found; });
    return found == uids.size();
}

}  // namespace postvern::services::imap
