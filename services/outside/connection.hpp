// A connection to somebody outside of the house, with one deadline for all that happens on it.
// Blocking; used by one thread.
#pragma once

#include <openssl/bio.h>
#include <openssl/ssl.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <stdexcept>
#include <string_view>

#include "services/outside/web_address.hpp"

namespace postvern::services::outside {

// What did not come about, in words of the house's own that go on from "it".
struct Unanswered : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// Until when to wait, and whether to give up before. Borrows the flag.
struct Patience {
    std::chrono::steady_clock::time_point deadline;
    const std::atomic<bool>& ending;
};

class Connection {
  public:
    // Connects; over TLS >= 1.2 the certificate must be of the host and of an authority of the
    // system's. Throws Unanswered, as all here do.
    Connection(const WebAddress& to, const Patience& patience);

    void send(std::string_view octets);
    // At least one octet; 0: the other side has ended.
    std::size_t receive(char* to, std::size_t most);

  private:
    template <auto release>
    struct Free {
        template <typename T>
        void operator()(T* object) const {
            release(object);
        }
    };
    using Chain = std::unique_ptr<BIO, Free<BIO_free_all>>;

    Chain encrypted_chain(const WebAddress& to);
    // After a call that came to nothing: waits until it is worth trying again.
    void wait(const char* what);

    const Patience& patience_;
    std::unique_ptr<SSL_CTX, Free<SSL_CTX_free>> context_;
    Chain chain_;
};

}  // namespace postvern::services::outside
