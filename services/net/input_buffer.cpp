#include "services/net/input_buffer.hpp"

#include <algorithm>
#include <cstring>

namespace postvern::services::net {

namespace {

std::size_t kept_of(std::size_t limit) { return std::min(InputBuffer::kKeptOfLongLine, limit); }

}  // namespace

std::optional<InputBuffer::Found> InputBuffer::next_line(std::size_t limit) {
    if (over_limit_) return rest_of_long_line(limit);
    const auto octets = view();
    const auto line_feed = octets.find('\n', searched_);
    if (line_feed == std::string_view::npos) {
        searched_ = octets.size();
        // One more octet may be the CR of the ending.
        if (octets.size() <= limit + 1) return std::nullopt;
        over_limit_ = true;
        return rest_of_long_line(limit);
    }
    const bool carriage_return = line_feed > 0 && octets[line_feed - 1] == '\r';
    const bool too_long = line_feed - (carriage_return ? 1 : 0) > limit;
    return take(line_feed + 1, too_long ? kept_of(limit) : limit, too_long);
}

// The line at begin_ has outgrown its limit: of what has come, keep the beginning and the last
// octets, which the next ones may push out.
std::optional<InputBuffer::Found> InputBuffer::rest_of_long_line(std::size_t limit) {
    const auto kept = std::min(kept_of(limit), end_ - begin_);
    const auto line_feed = view().find('\n', kept);
    if (line_feed != std::string_view::npos) {
        over_limit_ = false;
        return take(line_feed + 1, kept, true);
    }
    // One more, which may be the CR of the ending.
    const auto last = std::min(kLastOfLongLine + 1, end_ - begin_ - kept);
    std::memmove(block_.get() + begin_ + kept, block_.get() + end_ - last, last);
    end_ = begin_ + kept + last;
    return std::nullopt;
}

InputBuffer::Found InputBuffer::take(std::size_t length_with_ending, std::size_t shown,
                                     bool too_long) {
    auto text = view().substr(0, length_with_ending - 1);
    // Of a long line the octet before the line feed may be gone: how it ended is not told.
    Found found{.text = {}, .last = {}, .bare_line_feed = !too_long, .too_long = too_long};
    if (text.ends_with('\r')) {
        found.bare_line_feed = false;
        text.remove_suffix(1);
    }
    found.text = text.substr(0, shown);
    if (too_long) found.last = text.substr(text.size() - std::min(text.size(), kLastOfLongLine));
    begin_ += length_with_ending;
    searched_ = 0;
    return found;
}

std::span<char> InputBuffer::space() {
    if (begin_ == end_) begin_ = end_ = 0;
    if (end_ < capacity_) return {block_.get() + end_, capacity_ - end_};
    const auto used = end_ - begin_;
    // The block was filled whole: the peer sends faster than lines, or a line is long.
    const auto wanted = capacity_ == 0          ? kFirstBlock
                        : used <= capacity_ / 2 ? std::max(capacity_, kBulkBlock)
                                                : std::max(capacity_ * 2, kBulkBlock);
    if (wanted > capacity_) {
        std::unique_ptr<char[]> larger(new char[wanted]);
        if (used > 0) std::memcpy(larger.get(), block_.get() + begin_, used);
        block_ = std::move(larger);
        capacity_ = wanted;
    } else {
        std::memmove(block_.get(), block_.get() + begin_, used);
    }
    begin_ = 0;
    end_ = used;
    return {block_.get() + end_, capacity_ - end_};
}

void InputBuffer::consume(std::size_t octets) {
    begin_ += std::min(octets, end_ - begin_);
    searched_ = 0;
}

void InputBuffer::clear() {
    begin_ = end_ = searched_ = 0;
    over_limit_ = false;
}

void InputBuffer::release_if_empty() {
    if (!is_empty()) return;
    block_.reset();
    capacity_ = begin_ = end_ = 0;
}

}  // namespace postvern::services::net
