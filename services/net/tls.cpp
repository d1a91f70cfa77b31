#include "services/net/tls.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>

namespace postvern::services::net {

namespace {

std::string reason_of_openssl() {
    const auto code = ERR_get_error();
    ERR_clear_error();
    const char* reason = code ? ERR_reason_error_string(code) : nullptr;
    return reason ? reason : "no reason given";
}

[[noreturn]] void reject(const std::filesystem::path& file, const std::string& why) {
    throw TlsConfigurationError(file.string() + ": " + why);
}

// A key with a passphrase must be an error, not a prompt on the terminal.
int refuse_passphrase(char*, int, int, void*) { return 0; }

void require_readable(const std::filesystem::path& file) {
    if (::access(file.c_str(), R_OK) != 0) reject(file, std::strerror(errno));
}

void require_private(const std::filesystem::path& file) {
    struct stat status {};
    if (::stat(file.c_str(), &status) != 0) reject(file, std::strerror(errno));
    if (status.st_mode & S_IRWXO)
        reject(file, "a private key that everybody on this system can use");
}

void set_protocol(SSL_CTX* context) {
    // RFC 8996 (no TLS below 1.2); RFC 9325 4.2 (forward secrecy and AEAD only). TLS 1.3 has no
    // others.
    SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    if (SSL_CTX_set_cipher_list(context, "ECDHE+AESGCM:ECDHE+CHACHA20:!aNULL") != 1 ||
        SSL_CTX_set1_groups_list(context, "X25519:P-256:P-384") != 1) {
        throw TlsConfigurationError("OpenSSL lacks the cipher suites: " + reason_of_openssl());
    }
    SSL_CTX_set_options(context, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION |
                                     SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA |
                                     // Mail clients hang up without close_notify; every protocol
                                     // here marks its own ends, so truncation is seen there.
                                     SSL_OP_IGNORE_UNEXPECTED_EOF);
    SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE |
                                  SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    SSL_CTX_set_read_ahead(context, 1);
}

// Resumption by one stateless ticket; nothing about a client is kept on this side.
void set_tickets(SSL_CTX* context) {
    static constexpr unsigned char kName[] = "postvern";
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_session_id_context(context, kName, sizeof kName - 1);
    SSL_CTX_set_num_tickets(context, 1);
}

void add_certificate(SSL_CTX* context, const CertificateFiles& files) {
    require_readable(files.chain);
    require_readable(files.key);
    require_private(files.key);
    if (SSL_CTX_use_certificate_chain_file(context, files.chain.c_str()) != 1) {
        reject(files.chain, "not a usable PEM certificate chain: " + reason_of_openssl());
    }
    const auto* certificate = SSL_CTX_get0_certificate(context);
    if (X509_cmp_current_time(X509_get0_notAfter(certificate)) < 0) {
        reject(files.chain, "the certificate has expired");
    }
    if (SSL_CTX_use_PrivateKey_file(context, files.key.c_str(), SSL_FILETYPE_PEM) != 1 ||
        SSL_CTX_check_private_key(context) != 1) {
        reject(files.key, "not a usable PEM private key for the certificate in " +
                              files.chain.string() + ": " + reason_of_openssl());
    }
}

}  // namespace

void TlsSessionDeleter::operator()(ssl_st* session) const { SSL_free(session); }

void TlsContext::ContextDeleter::operator()(ssl_ctx_st* context) const { SSL_CTX_free(context); }

TlsContext::TlsContext(std::vector<CertificateFiles> certificates)
    : certificates_(std::move(certificates)), context_(load()) {}

TlsContext::~TlsContext() = default;

TlsContext::Context TlsContext::load() const {
    if (certificates_.empty()) throw TlsConfigurationError("no certificate is configured");
    Context context(SSL_CTX_new(TLS_server_method()));
    if (!context) throw TlsConfigurationError("OpenSSL: " + reason_of_openssl());
    SSL_CTX_set_default_passwd_cb(context.get(), refuse_passphrase);
    set_protocol(context.get());
    set_tickets(context.get());
    for (const auto& files : certificates_) add_certificate(context.get(), files);
    return context;
}

void TlsContext::reload() {
    auto fresh = load();
    const std::scoped_lock lock(mutex_);
    context_.swap(fresh);  // sessions in progress hold a reference of their own to the old one
}

TlsSession TlsContext::new_session(int fd) const {
    TlsSession session;
    {
        const std::scoped_lock lock(mutex_);
        session.reset(SSL_new(context_.get()));
    }
    if (!session || SSL_set_fd(session.get(), fd) != 1) throw std::bad_alloc();
    SSL_set_accept_state(session.get());
    return session;
}

}  // namespace postvern::services::net
