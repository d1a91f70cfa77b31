#include <algorithm>
#include <limits>
#include <stdexcept>

#include "policy/resource.hpp"

namespace postvern::policy {

UidSet::UidSet(std::initializer_list<std::uint32_t> uids) {
    for (const std::uint32_t uid : uids) add(uid);
}

UidSet UidSet::all() {
    UidSet set;
    set.add(1, std::numeric_limits<std::uint32_t>::max());
    return set;
}

void UidSet::add(std::uint32_t first, std::uint32_t last) {
    if (first == 0 || last < first) throw std::logic_error("not a range of UIDs");
    // Ranges that end before `first` with a gap between stay as they are; so do those behind `last`.
    const auto touches_from = std::partition_point(
        ranges_.begin(), ranges_.end(), [&](const Range& range) { return range.last < first - 1; });
    auto touches_to = touches_from;
    while (touches_to != ranges_.end() && touches_to->first - 1 <= last) ++touches_to;
    if (touches_from == touches_to) {
        ranges_.insert(touches_from, {first, last});
        return;
    }
    touches_from->first = std::min(touches_from->first, first);
    touches_from->last = std::max(std::prev(touches_to)->last, last);
    ranges_.erase(std::next(touches_from), touches_to);
}

bool UidSet::contains(std::uint32_t uid) const noexcept {
    const auto range = std::partition_point(ranges_.begin(), ranges_.end(),
                                            [&](const Range& each) { return each.last < uid; });
    return range != ranges_.end() && range->first <= uid;
}

bool UidSet::covers(const UidSet& other) const noexcept {
    return std::all_of(other.ranges_.begin(), other.ranges_.end(), [&](const Range& wanted) {
        const auto range = std::partition_point(
            ranges_.begin(), ranges_.end(),
            [&](const Range& each) { return each.last < wanted.first; });
        return range != ranges_.end() && range->first <= wanted.first && range->last >= wanted.last;
    });
}

std::uint64_t UidSet::size() const noexcept {
    std::uint64_t count = 0;
    for (const Range& range : ranges_) count += std::uint64_t{range.last} - range.first + 1;
    return count;
}

}  // namespace postvern::policy
