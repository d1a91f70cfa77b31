// InputBuffer: octets received and not yet consumed, in one block that exists only while there are
// any. Views into it are valid until the next non-const call. Not thread-safe.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

namespace postvern::services::net {

class InputBuffer {
  public:
    // A line without its ending; how it ended, and whether it exceeded the limit.
    struct Found {
        std::string_view text;
        std::string_view last;  // of a line too long: its last octets
        bool bare_line_feed = false;
        bool too_long = false;
    };
    // How much of a line over the limit is kept, in octets: enough for an IMAP tag or a verb.
    static constexpr std::size_t kKeptOfLongLine = 64;
    // How much of its end: enough for the announcement of an IMAP literal.
    static constexpr std::size_t kLastOfLongLine = 32;

    // The first line of at most `limit` octets, ending excluded; consumed, yet its text stays until
    // the next call. Of a longer one all is dropped but its beginning and its last octets, as it
    // arrives, and it is returned as too_long once its end is here. Absent: more input is needed.
    std::optional<Found> next_line(std::size_t limit);

    // Room for at least one octet, to be filled and reported with `filled`.
    std::span<char> space();
    void filled(std::size_t octets) { end_ += octets; }

    std::string_view view() const { return {block_.get() + begin_, end_ - begin_}; }
    void consume(std::size_t octets);
    bool is_empty() const { return begin_ == end_; }
    void clear();
    // Gives the block back when nothing is in it.
    void release_if_empty();

  private:
    std::optional<Found> rest_of_long_line(std::size_t limit);
    Found take(std::size_t length_with_ending, std::size_t shown, bool too_long);

    static constexpr std::size_t kFirstBlock = 4096;
    static constexpr std::size_t kBulkBlock = 16384;

    std::unique_ptr<char[]> block_;
    std::size_t capacity_ = 0;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
    std::size_t searched_ = 0;  // octets after begin_ that hold no line feed
    bool over_limit_ = false;   // the line at begin_ is over the limit and being dropped
};

}  // namespace postvern::services::net
