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

policy::UidSet uids_among(const records::View& view, const grammar::SequenceSet& set) {
    const auto largest = view.size() == 0 ? 0 : records::number(view[view.size() - 1].uid);
    return existing(view, set.resolve(largest));
}

// Throws Refused (BAD) for a sequence number that there is none of.  RFC 9051 9, seq-number
policy::UidSet uids_of_numbers(const records::View& view, const grammar::SequenceSet& set) {
    const auto size = static_cast<std::uint32_t>(view.size());
    if (set.largest_written() > size || (size == 0 && set.has_star())) {
        throw Refused(bad("There is no message of that sequence number"));
    }
    policy::UidSet uids;
    const auto numbers = set.resolve(size);
    for (const auto& interval : numbers.intervals()) {
        for (auto number = interval.first; number <= interval.last; ++number) {
            uids.add(records::number(view[number - 1].uid));
        }
    }
    return uids;
}

}  // namespace

policy::UidSet OpenMailbox::resolve(const grammar::SequenceSet& set,
                                    grammar::Numbering numbering) const {
    auto uids = numbering == grammar::Numbering::uid ? uids_among(*told, set)
                                                     : uids_of_numbers(*told, set);
    if (set.has_saved_result()) {
        const auto found = existing(*told, saved);
        for (const auto& range : found.ranges()) uids.add(range.first, range.last);
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
