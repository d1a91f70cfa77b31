#include "services/imap/differences.hpp"

#include <utility>

namespace postvern::services::imap {

Differences differences(const records::View& told, const records::View& current) {
    Differences found;
    std::size_t now = 0;
    for (std::size_t index = 0; index < told.size(); ++index) {
        const auto& before = told[index];
        // Items are in ascending order of UIDs in both, and new ones come after all that were told.
        if (now == current.size() || current[now].uid != before.uid) {
            found.removed.push_back(before.uid);
            continue;
        }
        const auto& after = current[now++];
        if (after.flags != before.flags) found.reflagged.push_back(after);
    }
    for (; now < current.size(); ++now) found.added.push_back(current[now]);
    return found;
}

ViewPointer with_removals_held_back(const ViewPointer& told, const Differences& found,
                                    const records::View& current) {
    records::View::Change change{found.reflagged, {}, current.uid_next(), current.highest_modseq()};
    change.upserted.insert(change.upserted.end(), found.added.begin(), found.added.end());
    return told->after(change);
}

}  // namespace postvern::services::imap
