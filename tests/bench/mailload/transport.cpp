#include "tests/bench/mailload/transport.hpp"

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace postvern::tests::bench::mailload {
namespace {

// One record is 16 KiB; reading ahead spares most system calls of a large FETCH.
constexpr std::size_t kReadAhead = 256 * 1024;

[[noreturn]] void fail(const std::string& what) { throw ServerError(what); }

struct FreeContext {
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};

std::unique_ptr<SSL_CTX, FreeContext> make_context(Mode mode) {
    std::unique_ptr<SSL_CTX, FreeContext> context(SSL_CTX_new(TLS_client_method()));
    if (!context) fail("OpenSSL gives no context");
    SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
    SSL_CTX_set_verify(context.get(), SSL_VERIFY_NONE, nullptr);
    SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);
    if (mode == Mode::blocking) {
        SSL_CTX_set_read_ahead(context.get(), 1);
        SSL_CTX_set_default_read_buffer_len(context.get(), kReadAhead);
    } else {
        SSL_CTX_set_mode(context.get(), SSL_MODE_RELEASE_BUFFERS);
    }
    return context;
}

// Contexts are safe to share between threads once they are made.
SSL_CTX* shared_context(Mode mode) {
    static const auto blocking = make_context(Mode::blocking);
    static const auto nonblocking = make_context(Mode::nonblocking);
    return mode == Mode::blocking ? blocking.get() : nonblocking.get();
}

struct FreeAddresses {
    void operator()(addrinfo* list) const { freeaddrinfo(list); }
};

std::unique_ptr<addrinfo, FreeAddresses> resolve(const Endpoint& endpoint) {
    addrinfo wanted{};
    wanted.ai_socktype = SOCK_STREAM;
    wanted.ai_flags = AI_NUMERICSERV;
    addrinfo* found = nullptr;
    const int code = getaddrinfo(endpoint.host.c_str(), endpoint.port.c_str(), &wanted, &found);
    if (code != 0) fail("cannot resolve " + endpoint.host + ": " + gai_strerror(code));
    return std::unique_ptr<addrinfo, FreeAddresses>(found);
}

}  // namespace

Transport::Transport(const Endpoint& endpoint, Mode mode) : mode_(mode) {
    try {
        connect(endpoint, mode);
        if (endpoint.security == Security::tls) {
            tls_.reset(SSL_new(shared_context(mode)));
            if (!tls_ || SSL_set_fd(tls_.get(), descriptor_) != 1) fail("OpenSSL gives no session");
            SSL_set_connect_state(tls_.get());
            if (mode == Mode::blocking) handshake();
        }
    } catch (...) {
        if (descriptor_ >= 0) close(descriptor_);
        throw;
    }
}

Transport::Transport(Transport&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      mode_(other.mode_),
      tls_(std::move(other.tls_)) {}

Transport::~Transport() {
    tls_.reset();
    if (descriptor_ >= 0) close(descriptor_);
}

void Transport::connect(const Endpoint& endpoint, Mode mode) {
    const auto addresses = resolve(endpoint);
    const int flags = SOCK_CLOEXEC | (mode == Mode::nonblocking ? SOCK_NONBLOCK : 0);
    descriptor_ = socket(addresses->ai_family, addresses->ai_socktype | flags, 0);
    if (descriptor_ < 0) fail(std::string("socket: ") + std::strerror(errno));
    const int on = 1;
    setsockopt(descriptor_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (mode == Mode::blocking) {
        const timeval limit{endpoint.timeout, 0};
        setsockopt(descriptor_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
        setsockopt(descriptor_, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    }
    if (::connect(descriptor_, addresses->ai_addr, addresses->ai_addrlen) != 0 &&
        errno != EINPROGRESS) {
        fail("connect to port " + endpoint.port + ": " + std::strerror(errno));
    }
}

Wait Transport::handshake() {
    if (mode_ == Mode::nonblocking) {
        int problem = 0;
        socklen_t length = sizeof problem;
        getsockopt(descriptor_, SOL_SOCKET, SO_ERROR, &problem, &length);
        if (problem != 0) fail(std::string("connect: ") + std::strerror(problem));
    }
    if (!tls_) return Wait::nothing;
    ERR_clear_error();
    const int result = SSL_do_handshake(tls_.get());
    return result == 1 ? Wait::nothing : wait_after(result, "TLS handshake");
}

Wait Transport::wait_after(int result, const char* during) {
    const int cause = SSL_get_error(tls_.get(), result);
    const bool waits = cause == SSL_ERROR_WANT_READ || cause == SSL_ERROR_WANT_WRITE;
    if (waits && mode_ == Mode::nonblocking) {
        return cause == SSL_ERROR_WANT_READ ? Wait::readable : Wait::writable;
    }
    fail(std::string(during) + (waits ? ": timed out" : ": the server closed or failed"));
}

Received Transport::read(char* target, std::size_t capacity) {
    if (tls_) {
        ERR_clear_error();
        std::size_t octets = 0;
        const int result = SSL_read_ex(tls_.get(), target, capacity, &octets);
        if (result == 1) return {octets, Wait::nothing};
        return {0, wait_after(result, "read")};
    }
    const ssize_t octets = recv(descriptor_, target, capacity, 0);
    if (octets > 0) return {static_cast<std::size_t>(octets), Wait::nothing};
    if (octets < 0 && errno == EAGAIN && mode_ == Mode::nonblocking) return {0, Wait::readable};
    fail(octets == 0 ? "read: the server closed" : std::string("read: ") + std::strerror(errno));
}

void Transport::write(std::string_view octets) {
    while (!octets.empty()) {
        std::size_t written = 0;
        if (tls_) {
            ERR_clear_error();
            const int result = SSL_write_ex(tls_.get(), octets.data(), octets.size(), &written);
            if (result != 1 && wait_after(result, "write") != Wait::nothing) fail("write: full");
        } else {
            const ssize_t sent = send(descriptor_, octets.data(), octets.size(), MSG_NOSIGNAL);
            if (sent < 0) fail(std::string("write: ") + std::strerror(errno));
            written = static_cast<std::size_t>(sent);
        }
        octets.remove_prefix(written);
    }
}

void raise_descriptor_limit() {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace postvern::tests::bench::mailload
