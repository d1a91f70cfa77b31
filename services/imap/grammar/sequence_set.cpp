#include "services/imap/grammar/sequence_set.hpp"

#include <algorithm>
#include <utility>

#include "services/imap/grammar/numbers.hpp"

namespace postvern::services::imap::grammar {

namespace {

constexpr std::uint32_t kStar = 0;

// <seq-number>
std::optional<std::uint32_t> parse_bound(std::string_view text) {
    if (text == "*") return kStar;
    return parse_nz_number(text);
}

// <seq-number> or <seq-range>
std::optional<SequenceSet::Range> parse_range(std::string_view text) {
    const std::size_t colon = text.find(':');
    const auto from = parse_bound(text.substr(0, colon));
    if (!from) return std::nullopt;
    if (colon == std::string_view::npos) return SequenceSet::Range{*from, *from};
    const auto to = parse_bound(text.substr(colon + 1));
    if (!to) return std::nullopt;
    return SequenceSet::Range{*from, *to};
}

}  // namespace

std::optional<SequenceSet> SequenceSet::parse(std::string_view text) {
    SequenceSet set;
    for (std::size_t begin = 0; begin <= text.size();) {
        if (text.substr(begin) == "$") {  // the last of a list, or all of it
            set.saved_result_ = true;
            break;
        }
        const std::size_t comma = std::min(text.find(',', begin), text.size());
        const auto range = parse_range(text.substr(begin, comma - begin));
        if (!range || set.ranges_.size() == kRangeLimit) return std::nullopt;
        set.ranges_.push_back(*range);
        begin = comma + 1;
    }
    return set;
}

bool SequenceSet::has_star() const noexcept {
    return std::any_of(ranges_.begin(), ranges_.end(),
                       [](const Range& range) { return range.from == kStar || range.to == kStar; });
}

std::uint32_t SequenceSet::largest_written() const noexcept {
    std::uint32_t largest = 0;
    for (const Range& range : ranges_) largest = std::max({largest, range.from, range.to});
    return largest;
}

NumberSet SequenceSet::resolve(std::uint32_t largest) const {
    std::vector<Interval> intervals;
    intervals.reserve(ranges_.size());
    for (const Range& range : ranges_) {
        const std::uint32_t from = range.from == kStar ? largest : range.from;
        const std::uint32_t to = range.to == kStar ? largest : range.to;
        if (from == 0 || to == 0) continue;  // "*" of an empty mailbox
        // RFC 9051 9: 2:4 and 4:2 are equivalent, and so 3291:* includes the last message.
        intervals.push_back({std::min(from, to), std::max(from, to)});
    }
    return NumberSet(std::move(intervals));
}

}  // namespace postvern::services::imap::grammar
