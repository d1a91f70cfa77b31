// A blocking client on loopback or a Unix socket, plain or TLS, with a limit of ten seconds on
// every wait, so that a server that says nothing fails a test rather than stalling it.
#pragma once

#include <openssl/ssl.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "services/net/file_descriptor.hpp"

namespace postvern::services::net {

class Client {
  public:
    explicit Client(std::uint16_t port);
    explicit Client(const std::filesystem::path& unix_socket);
    Client(Client&&) = default;

    // Whether the handshake succeeded; at most `highest_version` is offered (0: what there is).
    bool start_tls(int highest_version = 0);
    void send(std::string_view octets);
    // The next line with its ending; what came of it, where the connection ends or stalls before.
    std::string line();
    // Exactly so many octets, fewer at the end.
    std::string exactly(std::size_t octets);
    // Whether the server ends the connection (after whatever it still says).
    bool is_closed();
    // Sends no more, reads on.
    void end_writing();
    // Goes without a word, so that the server sees a reset.
    void reset();

    SSL* tls() { return tls_.get(); }
    int fd() const { return socket_.get(); }

  private:
    long receive(char* space, std::size_t size);
    void limit_waits() const;

    FileDescriptor socket_;
    std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_{nullptr, &SSL_CTX_free};
    std::unique_ptr<SSL, decltype(&SSL_free)> tls_{nullptr, &SSL_free};
    std::string buffer_;
};

}  // namespace postvern::services::net
