// Transport: non-blocking octets over a connected socket, plain or through TLS. It waits for
// nothing: what cannot be done now is reported as blocked. Not thread-safe.
#pragma once

#include <cstddef>
#include <span>

#include "services/net/file_descriptor.hpp"
#include "services/net/tls.hpp"

namespace postvern::services::net {

class Transport {
  public:
    explicit Transport(FileDescriptor socket) : socket_(std::move(socket)) {}
    // Says close_notify where it can without waiting, and closes.
    ~Transport();
    Transport(Transport&&) = delete;

    enum class Status { moved, blocked, ended };
    struct Moved {
        Status status;
        std::size_t octets = 0;
    };

    // Fills at most `space`, which is not empty. `ended`: the peer will send no more.
    Moved read(std::span<char> space);
    // Takes at most `octets`, which is not empty.
    Moved write(std::span<const char> octets);
    // All three throw ConnectionLost where the connection or its TLS is broken.

    // From now on TLS. The handshake is then driven with handshake().
    void begin_tls(const TlsContext& context);
    Status handshake();

    // Tells the peer that no more will come; `ended` or `blocked` alike need no second call.
    void end_writing();

    bool is_tls() const { return tls_ != nullptr; }
    int fd() const { return socket_.get(); }

  private:
    Moved judge(int result);

    FileDescriptor socket_;
    TlsSession tls_;
    bool broken_ = false;
    bool said_goodbye_ = false;
};

}  // namespace postvern::services::net
