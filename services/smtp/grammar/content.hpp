// Content: a message as it comes in, its line ends made CRLF throughout, its size kept in bounds
// while it streams. It does not know how the end of the message is found (dot_decoder.hpp, or the
// sizes of chunks), and nothing in it ends a message. Not thread-safe. INVARIANT: text() holds no
// LF without CR before it, no CR without LF behind it, once finish() was called.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace postvern::services::smtp::grammar {

class Content {
  public:
    // Writes behind what `prefix` holds (trace fields); at most `limit` octets of content.
    Content(std::string prefix, std::uint64_t limit);

    // DECISION: a bare LF becomes CRLF, a bare CR a space, and both are remembered. RFC 5321 2.3.8
    // forbids them; whoever takes mail from strangers or owners refuses such a message, while
    // reception from the site's own relay takes it, since the relay answered for it long ago and a
    // refusal would lose it. A CR does not become a line end, since "CR CR LF", which broken
    // senders write, must not end a header.
    void append(std::string_view octets);
    // The message is complete.
    void finish();
    // Drops what is held and keeps no more of what comes; counting goes on.
    void discard();

    // Octets of content after conversion, whether or not they were kept.
    std::uint64_t size() const { return size_; }
    bool is_over_limit() const { return size_ > limit_; }
    bool has_bare_line_end() const { return has_bare_line_end_; }
    bool has_null() const { return has_null_; }
    bool is_discarded() const { return is_discarded_; }

    // Prefix and content. Valid until the next call that is not const.
    const std::string& text() const { return text_; }
    std::size_t prefix_size() const { return prefix_size_; }
    std::string take() { return std::move(text_); }
    // Makes room for `octets` of content, if that many are likely.
    void expect(std::uint64_t octets);

  private:
    void keep(std::string_view octets);
    void settle_pending_return();

    std::string text_;
    std::size_t prefix_size_;
    std::uint64_t limit_;
    std::uint64_t size_ = 0;
    bool pending_return_ = false;  // a CR came last, and nothing behind it yet
    bool has_bare_line_end_ = false;
    bool has_null_ = false;
    bool is_discarded_ = false;
};

}  // namespace postvern::services::smtp::grammar
