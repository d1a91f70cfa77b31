#pragma once
// One blocking IMAP connection that sends a command, waits for its tagged reply and tells what
// came. Not thread-safe.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tests/bench/mailload/accounts.hpp"
#include "tests/bench/mailload/responses.hpp"
#include "tests/bench/mailload/transport.hpp"

namespace postvern::tests::bench::mailload {

class Imap {
  public:
    // Connects and reads the greeting. Throws ServerError.
    explicit Imap(const Endpoint& endpoint);

    // Sends `text` under a new tag and reads until its tagged reply. Throws ServerError with the
    // reply when it is not OK.
    Tally command(std::string_view text);

    // The same for an APPEND with a non-synchronizing literal.
    // `arguments`: mailbox and, optionally, flags and date.  RFC 7888 4
    Tally append(std::string_view arguments, std::string_view message);

    void login(const Account& account);

    // Returns the number of messages that the mailbox holds.
    std::uint64_t select(std::string_view mailbox);

  private:
    std::string_view next_line();
    Tally await_reply();
    void new_tag();

    Transport transport_;
    Responses responses_;
    std::vector<char> buffer_;
    std::string_view unread_;
    std::string tag_;  // with the space behind it
    std::string request_;
    std::uint64_t commands_ = 0;
};

// `text` as an IMAP quoted string. Throws ServerError when it holds CR, LF or NUL.
std::string quoted(std::string_view text);

}  // namespace postvern::tests::bench::mailload
