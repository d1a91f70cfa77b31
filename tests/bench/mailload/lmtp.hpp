#pragma once
// One blocking LMTP session that delivers messages to one recipient. Not thread-safe.  RFC 2033

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "tests/bench/mailload/transport.hpp"

namespace postvern::tests::bench::mailload {

enum class Pipelining { off, on };

class Lmtp {
  public:
    // Connects and says LHLO. Throws ServerError.
    Lmtp(const Endpoint& endpoint, std::string recipient, Pipelining pipelining);

    // Delivers `message`, which ends in CRLF and has no line that begins with a dot. Returns when
    // the server has acknowledged it. Throws ServerError with any other reply than 2yz.
    void deliver(std::string_view message);

  private:
    std::string_view next_line();
    void expect(char kind);

    Transport transport_;
    std::vector<char> buffer_;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
    std::string mail_ = "MAIL FROM:<sender@example.com>\r\n";
    std::string rcpt_;
    std::string envelope_;  // MAIL, RCPT and DATA together
    std::string content_;   // the message and its end, so that both leave in one write
    Pipelining pipelining_;
};

}  // namespace postvern::tests::bench::mailload
