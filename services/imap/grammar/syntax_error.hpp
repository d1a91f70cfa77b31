#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>

namespace postvern::services::imap::grammar {

// What a client sent is not IMAP. Answered with a tagged BAD (RFC 9051 7.1.3). The message names
// what was expected and where, never what was found: the text may be a password.
class SyntaxError : public std::runtime_error {
  public:
    // `offset`: octets from the start of the command, lines and literals counted without the
    // "{N}" announcements and CRLFs. `expected`: a noun phrase with static storage duration.
    SyntaxError(std::size_t offset, std::string_view expected)
        : std::runtime_error("expected " + std::string(expected) + " at octet " +
                             std::to_string(offset)),
          offset_(offset),
          expected_(expected) {}

    std::size_t offset() const noexcept { return offset_; }
    std::string_view expected() const noexcept { return expected_; }

  private:
    std::size_t offset_;
    std::string_view expected_;
};

}  // namespace postvern::services::imap::grammar
