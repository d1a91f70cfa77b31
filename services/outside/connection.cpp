#include "services/outside/connection.hpp"

#include <openssl/err.h>
#include <openssl/x509_vfy.h>
#include <poll.h>

#include <algorithm>
#include <string>

namespace postvern::services::outside {

namespace {

// How soon the end of the house is noticed.
constexpr auto kGlance = std::chrono::milliseconds(200);

void require(bool holds, const char* what) {
    if (holds) return;
    ERR_clear_error();
    throw Unanswered(what);
}

// A certificate names hosts and addresses apart.
bool expect(SSL* tls, const std::string& host) {
    if (X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(tls), host.c_str()) == 1) return true;
    ERR_clear_error();
    return SSL_set1_host(tls, host.c_str()) == 1 &&
           SSL_set_tlsext_host_name(tls, host.c_str()) == 1;
}

}  // namespace

Connection::Connection(const WebAddress& to, const Patience& patience) : patience_(patience) {
    chain_ = to.encrypted ? encrypted_chain(to) : Chain(BIO_new(BIO_s_connect()));
    require(chain_ != nullptr && BIO_set_conn_hostname(chain_.get(), to.authority().c_str()) == 1,
            "cannot be connected to");
    BIO_set_nbio(chain_.get(), 1);
    while (BIO_do_handshake(chain_.get()) <= 0) {
        const bool refused =
            to.encrypted && !BIO_should_retry(chain_.get()) &&
            ERR_GET_REASON(ERR_peek_last_error()) == SSL_R_CERTIFICATE_VERIFY_FAILED;
        require(!refused, "shows a certificate that this system does not trust for that host");
        wait("cannot be reached");
    }
}

Connection::Chain Connection::encrypted_chain(const WebAddress& to) {
    context_.reset(SSL_CTX_new(TLS_client_method()));
    // RFC 9325 3.1.1
    require(context_ && SSL_CTX_set_min_proto_version(context_.get(), TLS1_2_VERSION) == 1 &&
                SSL_CTX_set_default_verify_paths(context_.get()) == 1,
            "cannot be reached, since TLS cannot be set up here");
    SSL_CTX_set_verify(context_.get(), SSL_VERIFY_PEER, nullptr);
    Chain chain(BIO_new_ssl_connect(context_.get()));
    SSL* tls = nullptr;
    if (chain) BIO_get_ssl(chain.get(), &tls);
    require(tls != nullptr && expect(tls, to.host),
            "cannot be reached, since TLS cannot be set up here");
    return chain;
}

void Connection::wait(const char* what) {
    require(BIO_should_retry(chain_.get()), what);
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(
        patience_.deadline - std::chrono::steady_clock::now());
    require(left.count() > 0, "did not answer in time");
    require(!patience_.ending, "was not waited for: the server ends");
    int descriptor = -1;
    require(BIO_get_fd(chain_.get(), &descriptor) >= 0 && descriptor >= 0, what);
    const short event =
        BIO_should_read(chain_.get()) ? POLLIN : POLLOUT;  // a connect waits to write
    pollfd ready{descriptor, event, 0};
    ::poll(&ready, 1, static_cast<int>(std::min<std::chrono::milliseconds>(left, kGlance).count()));
}

void Connection::send(std::string_view octets) {
    while (!octets.empty()) {
        const int sent = BIO_write(chain_.get(), octets.data(), static_cast<int>(octets.size()));
        if (sent > 0) {
            octets.remove_prefix(static_cast<std::size_t>(sent));
        } else {
            wait("broke the connection off");
        }
    }
}

std::size_t Connection::receive(char* to, std::size_t most) {
    for (;;) {
        // The deadline also ends an answer that keeps coming, octet by octet.
        require(std::chrono::steady_clock::now() < patience_.deadline, "did not answer in time");
        const int got = BIO_read(chain_.get(), to, static_cast<int>(most));
        if (got > 0) return static_cast<std::size_t>(got);
        if (got == 0 && !BIO_should_retry(chain_.get())) return 0;
        wait("broke the connection off");
    }
}

}  // namespace postvern::services::outside
