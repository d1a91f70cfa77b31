#pragma once
// Reads IMAP responses at the speed of memchr: it splits them into lines, steps over literals
// without looking at them, and counts what went by. Not thread-safe.  RFC 9051 4.3, 7

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace postvern::tests::bench::mailload {

// What one command brought.
struct Tally {
    std::uint64_t octets = 0;          // everything, lines and literals
    std::uint64_t literal_octets = 0;  // the content of literals only
    std::uint64_t literals = 0;
    std::uint64_t messages = 0;  // FETCH responses
    std::uint64_t exists = 0;    // value of the last EXISTS response
    bool exists_seen = false;
};

class Responses {
  public:
    // Takes octets from the front of `input` until a line is complete and returns it without its
    // CRLF; nothing when `input` is used up. The line stays valid until the next call, as long as
    // the octets of `input` do. Throws ServerError for a line of more than 1 MiB.
    std::optional<std::string_view> next(std::string_view& input);

    // True when the line that next() returned began a response; false when it went on behind a
    // literal.
    bool begins_response() const { return begins_; }

    Tally take_tally();

  private:
    void skip_literal(std::string_view& input);
    void count(std::string_view line);

    std::string partial_;  // the start of a line that the last input ended within
    std::string whole_;    // backs a returned line that came in pieces
    std::uint64_t literal_left_ = 0;
    bool begins_ = true;
    bool next_begins_ = true;
    Tally tally_;
};

}  // namespace postvern::tests::bench::mailload
