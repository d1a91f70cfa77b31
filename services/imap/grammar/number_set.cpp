#include "services/imap/grammar/number_set.hpp"

#include <algorithm>
#include <iterator>
#include <stdexcept>
#include <utility>

namespace postvern::services::imap::grammar {

NumberSet::NumberSet(std::vector<Interval> intervals) : intervals_(std::move(intervals)) {
    for (const Interval& interval : intervals_) {
        if (interval.first == 0 || interval.first > interval.last) {
            throw std::logic_error("an interval of numbers must ascend from 1 or above");
        }
    }
    normalise();
}

void NumberSet::normalise() {
    std::sort(intervals_.begin(), intervals_.end(),
              [](const Interval& a, const Interval& b) { return a.first < b.first; });
    std::vector<Interval> merged;
    for (const Interval& next : intervals_) {
        // In 64 bits: last + 1 of the largest UID would wrap.
        if (!merged.empty() && next.first <= std::uint64_t{merged.back().last} + 1) {
            merged.back().last = std::max(merged.back().last, next.last);
        } else {
            merged.push_back(next);
        }
    }
    intervals_ = std::move(merged);
}

void NumberSet::add(std::uint32_t number) {
    if (number == 0) return;
    const std::uint64_t end = intervals_.empty() ? 0 : std::uint64_t{intervals_.back().last} + 1;
    if (!intervals_.empty() && number == end) {
        intervals_.back().last = number;
    } else if (intervals_.empty() || number > end) {
        intervals_.push_back({number, number});
    } else if (!contains(number)) {
        intervals_.push_back({number, number});
        normalise();
    }
}

bool NumberSet::contains(std::uint32_t number) const noexcept {
    const auto after =
        std::upper_bound(intervals_.begin(), intervals_.end(), number,
                         [](std::uint32_t n, const Interval& i) { return n < i.first; });
    return after != intervals_.begin() && number <= std::prev(after)->last;
}

std::uint64_t NumberSet::size() const noexcept {
    std::uint64_t count = 0;
    for (const Interval& interval : intervals_) {
        count += std::uint64_t{interval.last} - interval.first + 1;
    }
    return count;
}

std::string NumberSet::to_string() const {
    std::string text;
    for (const Interval& interval : intervals_) {
        if (!text.empty()) text += ',';
        text += std::to_string(interval.first);
        if (interval.last != interval.first) text += ':' + std::to_string(interval.last);
    }
    return text;
}

}  // namespace postvern::services::imap::grammar
