#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "services/imap/grammar/number_set.hpp"

namespace postvern::services::imap::grammar {

// <sequence-set> as the client wrote it: ranges that may be reversed, overlap or use "*", and "$"
// (the saved search result, RFC 9051 6.4.4.1) alone or behind them. A value; not thread-safe.
class SequenceSet {
  public:
    // One bound; 0 stands for "*".
    struct Range {
        std::uint32_t from;
        std::uint32_t to;

        bool operator==(const Range&) const = default;
    };

    // More ranges than this in one set are refused. A limit of this server: 64 KiB of text could
    // hold 32,000.
    static constexpr std::size_t kRangeLimit = 8192;

    // The whole of `text`, or absent if it is not a sequence-set within the limit.  RFC 9051 9
    static std::optional<SequenceSet> parse(std::string_view text);

    // Whether "$" is in it, which only the session can resolve.
    bool has_saved_result() const noexcept { return saved_result_; }
    bool has_star() const noexcept;
    std::span<const Range> ranges() const noexcept { return ranges_; }

    // The largest number written out (0 if none): a sequence number above the number of messages
    // is answered BAD.  RFC 9051 9, seq-number
    std::uint32_t largest_written() const noexcept;

    // The numbers meant by the ranges when "*" is `largest`, 0 for an empty mailbox: then "*"
    // contributes nothing.
    NumberSet resolve(std::uint32_t largest) const;

    bool operator==(const SequenceSet&) const = default;

  private:
    std::vector<Range> ranges_;
    bool saved_result_ = false;
};

}  // namespace postvern::services::imap::grammar
