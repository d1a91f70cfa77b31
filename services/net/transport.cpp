#include "services/net/transport.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

#include <cerrno>

#include "services/net/errors.hpp"

namespace postvern::services::net {

Transport::~Transport() { end_writing(); }

Transport::Moved Transport::read(std::span<char> space) {
    if (tls_) {
        ERR_clear_error();
        std::size_t octets = 0;
        const int result = SSL_read_ex(tls_.get(), space.data(), space.size(), &octets);
        return result == 1 ? Moved{Status::moved, octets} : judge(result);
    }
    const auto octets = ::recv(fd(), space.data(), space.size(), 0);
    if (octets > 0) return {Status::moved, static_cast<std::size_t>(octets)};
    if (octets == 0) return {Status::ended};
    return judge(-1);
}

Transport::Moved Transport::write(std::span<const char> octets) {
    if (tls_) {
        ERR_clear_error();
        std::size_t taken = 0;
        const int result = SSL_write_ex(tls_.get(), octets.data(), octets.size(), &taken);
        return result == 1 ? Moved{Status::moved, taken} : judge(result);
    }
    const auto taken = ::send(fd(), octets.data(), octets.size(), MSG_NOSIGNAL);
    if (taken >= 0) return {Status::moved, static_cast<std::size_t>(taken)};
    return judge(-1);
}

void Transport::begin_tls(const TlsContext& context) { tls_ = context.new_session(fd()); }

Transport::Status Transport::handshake() {
    ERR_clear_error();
    const int result = SSL_do_handshake(tls_.get());
    if (result == 1) return Status::moved;
    const auto status = judge(result).status;
    if (status == Status::ended) throw ConnectionLost("the peer left during the TLS handshake");
    return status;
}

// What a call that moved nothing means.
Transport::Moved Transport::judge(int result) {
    if (!tls_) {
        if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR) return {Status::blocked};
        broken_ = true;
        throw ConnectionLost("the connection was reset");
    }
    switch (SSL_get_error(tls_.get(), result)) {
        case SSL_ERROR_WANT_READ:
        case SSL_ERROR_WANT_WRITE:
            return {Status::blocked};
        case SSL_ERROR_ZERO_RETURN:
            return {Status::ended};
        default:
            break;
    }
    broken_ = true;  // OpenSSL forbids any further call, SSL_shutdown included
    ERR_clear_error();
    throw ConnectionLost("TLS failed");
}

void Transport::end_writing() {
    if (said_goodbye_ || broken_ || !socket_) return;
    said_goodbye_ = true;
    if (tls_ && SSL_is_init_finished(tls_.get())) {
        ERR_clear_error();
        SSL_shutdown(tls_.get());
        ERR_clear_error();
    }
    ::shutdown(fd(), SHUT_WR);
}

}  // namespace postvern::services::net
