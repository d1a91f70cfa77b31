#pragma once
// A TCP connection to a mail server, plain or inside TLS, as thin as a load generator needs it.
// Not thread-safe: one thread at a time. Every TLS handshake is a full one, because sessions are
// never kept; the certificate is not checked, because a benchmark trusts the port it was given.

#include <openssl/ssl.h>

#include <cstddef>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

namespace postvern::tests::bench::mailload {

// The server answered something else than the load needs, closed, or kept silent for too long.
struct ServerError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

enum class Security { plain, tls };
enum class Mode { blocking, nonblocking };

// What a non-blocking operation waits for; `nothing` means that it is done.
enum class Wait { nothing, readable, writable };

// Where a server listens. Host: a name or a numeric address; timeout in seconds, 1 or more, after
// which a blocking read or write fails.
struct Endpoint {
    std::string host;
    std::string port;
    Security security = Security::tls;
    int timeout = 300;
};

struct Received {
    std::size_t octets = 0;  // 0 only together with a wait
    Wait wait = Wait::nothing;
};

class Transport {
  public:
    // Connects. A blocking transport has finished its TLS handshake when this returns; of a
    // non-blocking one call handshake() until it waits for nothing. Throws ServerError.
    Transport(const Endpoint& endpoint, Mode mode);
    ~Transport();
    Transport(Transport&& other) noexcept;
    Transport& operator=(Transport&&) = delete;

    // Goes on with connecting and the TLS handshake. Throws ServerError.
    Wait handshake();

    // Reads 1 to `capacity` octets. Throws ServerError when the server closed or timed out.
    Received read(char* target, std::size_t capacity);

    // Writes all of `octets` (blocking), or hands over a command that is far smaller than the
    // empty socket buffer it meets (non-blocking). Throws ServerError.
    void write(std::string_view octets);

    int descriptor() const { return descriptor_; }

  private:
    struct Free {
        void operator()(SSL* tls) const { SSL_free(tls); }
    };

    void connect(const Endpoint& endpoint, Mode mode);
    Wait wait_after(int result, const char* during);

    int descriptor_ = -1;
    Mode mode_;
    std::unique_ptr<SSL, Free> tls_;
};

// Lets this process open as many descriptors as the system allows it.
void raise_descriptor_limit();

}  // namespace postvern::tests::bench::mailload
