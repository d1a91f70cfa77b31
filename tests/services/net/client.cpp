#include "tests/services/net/client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <cerrno>
#include <cstring>
#include <system_error>

namespace postvern::services::net {

namespace {

void connect_to(int fd, const sockaddr* address, socklen_t size) {
    if (::connect(fd, address, size) != 0) {
        throw std::system_error(errno, std::system_category(), "connect");
    }
}

}  // namespace

Client::Client(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connect_to(fd(), reinterpret_cast<const sockaddr*>(&address), sizeof address);
    const int on = 1;
    ::setsockopt(fd(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    limit_waits();
}

Client::Client(const std::filesystem::path& unix_socket)
    : socket_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, unix_socket.c_str(), sizeof address.sun_path - 1);
    connect_to(fd(), reinterpret_cast<const sockaddr*>(&address), sizeof address);
    limit_waits();
}

void Client::limit_waits() const {
    const timeval limit{.tv_sec = 10, .tv_usec = 0};
    ::setsockopt(fd(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    ::setsockopt(fd(), SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
}

bool Client::start_tls(int highest_version) {
    context_.reset(SSL_CTX_new(TLS_client_method()));
    // The test asks what the server refuses, so the client must not refuse it first.
    SSL_CTX_set_security_level(context_.get(), 0);
    SSL_CTX_set_min_proto_version(context_.get(), TLS1_VERSION);
    if (highest_version) SSL_CTX_set_max_proto_version(context_.get(), highest_version);
    tls_.reset(SSL_new(context_.get()));
    SSL_set_fd(tls_.get(), fd());
    return SSL_connect(tls_.get()) == 1;
}

void Client::send(std::string_view octets) {
    while (!octets.empty()) {
        const auto sent = tls_ ? static_cast<ssize_t>(SSL_write(tls_.get(), octets.data(),
                                                                static_cast<int>(octets.size())))
                               : ::send(fd(), octets.data(), octets.size(), MSG_NOSIGNAL);
        if (sent <= 0) return;
        octets.remove_prefix(static_cast<std::size_t>(sent));
    }
}

long Client::receive(char* space, std::size_t size) {
    return tls_ ? SSL_read(tls_.get(), space, static_cast<int>(size))
                : ::recv(fd(), space, size, 0);
}

std::string Client::line() {
    for (;;) {
        const auto end = buffer_.find('\n');
        if (end != std::string::npos) {
            auto found = buffer_.substr(0, end + 1);
            buffer_.erase(0, end + 1);
            return found;
        }
        char space[4096];
        const auto octets = receive(space, sizeof space);
        if (octets <= 0) return std::exchange(buffer_, {});
        buffer_.append(space, static_cast<std::size_t>(octets));
    }
}

std::string Client::exactly(std::size_t wanted) {
    char space[16384];
    while (buffer_.size() < wanted) {
        const auto octets = receive(space, sizeof space);
        if (octets <= 0) break;
        buffer_.append(space, static_cast<std::size_t>(octets));
    }
    auto found = buffer_.substr(0, wanted);
    buffer_.erase(0, wanted);
    return found;
}

bool Client::is_closed() {
    char space[4096];
    for (;;) {
        errno = 0;
        const auto octets = receive(space, sizeof space);
        if (octets > 0) continue;
        return errno != EAGAIN && errno != EWOULDBLOCK;
    }
}

void Client::end_writing() {
    if (tls_) SSL_shutdown(tls_.get());
    ::shutdown(fd(), SHUT_WR);
}

void Client::reset() {
    const linger hard{.l_onoff = 1, .l_linger = 0};
    ::setsockopt(fd(), SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
    tls_.reset();
    socket_.reset();
}

}  // namespace postvern::services::net
