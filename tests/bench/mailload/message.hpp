#pragma once
// A message for delivery: realistic headers, pseudo-random words, the same octets in every run.
// Not thread-safe; each session makes its own.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace postvern::tests::bench::mailload {

class Message {
  public:
    // A message of exactly `octets` octets (at least as many as its headers take, about 600), with
    // CRLF lines and no line that begins with a dot. The same `seed` gives the same octets.
    Message(std::uint32_t seed, std::size_t octets);

    // Writes `serial` into the Message-ID in place, so that no two deliveries are alike, and
    // returns the text, valid until the next call.
    std::string_view stamped(std::uint64_t serial);

  private:
    std::string text_;
    std::size_t serial_at_ = 0;
};

// A small set of different messages, enough that none is in a cache because it was just sent.
std::vector<Message> make_messages(std::size_t session, std::size_t octets);

}  // namespace postvern::tests::bench::mailload
