// TlsContext: the server's certificates and the only TLS that it speaks: 1.2 and 1.3, forward
// secrecy and AEAD suites only (RFC 8996, RFC 9325 4.2), one stateless ticket, no renegotiation,
// no compression. Thread-safe: streams of all loops take sessions from it while it reloads.
#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <vector>

struct ssl_st;
struct ssl_ctx_st;

namespace postvern::services::net {

// Why certificates cannot be used; the message names the file and what is wrong with it.
struct TlsConfigurationError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// PEM files: the server's certificate followed by its intermediates, and its private key, which
// others than owner and group must not be able to read.
struct CertificateFiles {
    std::filesystem::path chain;
    std::filesystem::path key;
};

struct TlsSessionDeleter {
    void operator()(ssl_st* session) const;
};
using TlsSession = std::unique_ptr<ssl_st, TlsSessionDeleter>;

class TlsContext {
  public:
    // Several certificates may be of different key types; put EC P-256 first. Throws
    // TlsConfigurationError when a file is missing, unreadable, expired or does not fit the other.
    explicit TlsContext(std::vector<CertificateFiles> certificates);
    ~TlsContext();
    TlsContext(const TlsContext&) = delete;
    TlsContext& operator=(const TlsContext&) = delete;

    // Reads the files again for new connections; existing ones keep theirs. Throws as the
    // constructor does, and then goes on with the certificates that it had.
    void reload();

    // A server's session on the connected, non-blocking socket `fd`, before its handshake.
    TlsSession new_session(int fd) const;

  private:
    struct ContextDeleter {
        void operator()(ssl_ctx_st* context) const;
    };
    using Context = std::unique_ptr<ssl_ctx_st, ContextDeleter>;
    Context load() const;

    std::vector<CertificateFiles> certificates_;
    mutable std::mutex mutex_;
    Context context_;
};

}  // namespace postvern::services::net
