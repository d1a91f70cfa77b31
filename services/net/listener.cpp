#include "services/net/listener.hpp"

#include <Poco/Exception.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/Net/SocketAddress.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <system_error>

namespace postvern::services::net {

namespace {

constexpr int kBacklog = 1024;
constexpr int kAcceptsPerEvent = 16;  // then the other loops and streams have their turn

[[noreturn]] void cannot_listen(const std::string& where, const std::string& why) {
    throw std::runtime_error("cannot listen on " + where + ": " + why);
}

sockaddr_un unix_address(const std::filesystem::path& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.native().size() >= sizeof address.sun_path) {
        cannot_listen(path.string(), "the path is too long for a socket");
    }
    std::memcpy(address.sun_path, path.c_str(), path.native().size());
    return address;
}

// A socket file that a process which is gone has left behind.
bool is_stale(const sockaddr_un& address) {
    struct stat status {};
    if (::lstat(address.sun_path, &status) != 0 || !S_ISSOCK(status.st_mode)) return false;
    const FileDescriptor probe(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const auto* generic = reinterpret_cast<const sockaddr*>(&address);
    return ::connect(probe.get(), generic, sizeof address) != 0 && errno == ECONNREFUSED;
}

FileDescriptor open_spare() { return FileDescriptor(::open("/dev/null", O_RDONLY | O_CLOEXEC)); }

}  // namespace

// The listening socket as one loop sees it.
class Listener::Door final : public Watcher, private Timer {
  public:
    Door(Listener& listener, Loop& loop) : listener_(listener), loop_(loop) { open(); }

    Loop& loop() const { return loop_; }

    void shut() {
        loop_.timers().cancel(*this);
        if (is_open_) loop_.unwatch(*this, listener_.socket_.get());
        is_open_ = false;
    }

  private:
    void open() {
        // Level-triggered: what one event leaves in the backlog wakes some loop again.
        loop_.watch(*this, listener_.socket_.get(), EPOLLIN | EPOLLEXCLUSIVE);
        is_open_ = true;
    }

    void on_ready(std::uint32_t) override {
        for (int i = 0; i < kAcceptsPerEvent; ++i) {
            const auto accepted = listener_.accept_one();
            if (accepted == Accepted::none) return;
            if (accepted == Accepted::exhausted) return rest();
        }
    }

    void rest() {
        listener_.shed_one();
        shut();
        loop_.timers().arm(*this, Clock::now() + kRest);
    }

    void on_expired() override { open(); }

    Listener& listener_;
    Loop& loop_;
    bool is_open_ = false;
};

// --- binding --------------------------------------------------------------------------------

Listener::Listener(const Endpoint& endpoint, ListenerOptions options, SessionHandler handler,
                   Admission& admission, EventLog& events)
    : options_(std::move(options)),
      handler_(std::move(handler)),
      admission_(admission),
      events_(events),
      spare_(open_spare()) {
    if (const auto* tcp = std::get_if<TcpEndpoint>(&endpoint)) {
        bind_tcp(*tcp);
    } else {
        bind_unix(std::get<UnixEndpoint>(endpoint));
    }
}

Listener::~Listener() {
    if (!unlink_at_end_.empty()) ::unlink(unlink_at_end_.c_str());
}

void Listener::bind_tcp(const TcpEndpoint& endpoint) {
    try {
        Poco::Net::ServerSocket socket;
        // Address reuse for a quick restart, yet never a port shared with another process.
        socket.bind(Poco::Net::SocketAddress(endpoint.address), true, false);
        socket.listen(kBacklog);
        socket.setBlocking(false);
        port_ = socket.address().port();
        socket_ = FileDescriptor(::fcntl(socket.impl()->sockfd(), F_DUPFD_CLOEXEC, 0));
    } catch (const Poco::Exception& problem) {
        cannot_listen(endpoint.address, problem.displayText());
    }
    if (!socket_) cannot_listen(endpoint.address, std::strerror(errno));
}

void Listener::bind_unix(const UnixEndpoint& endpoint) {
    const auto where = endpoint.path.string();
    const auto address = unix_address(endpoint.path);
    if (is_stale(address)) ::unlink(address.sun_path);
    socket_ = FileDescriptor(::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    const auto* generic = reinterpret_cast<const sockaddr*>(&address);
    if (!socket_ || ::bind(socket_.get(), generic, sizeof address) != 0) {
        cannot_listen(where, std::strerror(errno));
    }
    unlink_at_end_ = endpoint.path;
    // Nobody can connect before listen(), so nobody gets in before group and mode are set.
    if (endpoint.group && ::chown(address.sun_path, static_cast<uid_t>(-1), *endpoint.group) != 0) {
        cannot_listen(where, std::string("it cannot be given to its group: ") + std::strerror(errno));
    }
    if (::chmod(address.sun_path, endpoint.mode) != 0 || ::listen(socket_.get(), kBacklog) != 0) {
        cannot_listen(where, std::strerror(errno));
    }
}

// --- accepting ------------------------------------------------------------------------------

void Listener::accept_on(std::span<const std::unique_ptr<Loop>> loops) {
    for (const auto& loop : loops) loops_.push_back(loop.get());
    for (auto* loop : loops_) doors_.push_back(std::make_unique<Door>(*this, *loop));
}

void Listener::stop_on(Loop& loop) {
    for (const auto& door : doors_) {
        if (&door->loop() == &loop) door->shut();
    }
    // Nobody accepts any more: let the system refuse, rather than keep callers waiting.
    if (++stopped_on_ == doors_.size()) socket_.reset();
}

Listener::Accepted Listener::accept_one() {
    FileDescriptor socket;
    {
        const std::shared_lock lock(spare_mutex_);
        socket = FileDescriptor(
            ::accept4(socket_.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
    }
    if (socket) {
        welcome(std::move(socket));
        return Accepted::one;
    }
    switch (errno) {
        case EAGAIN:
            return Accepted::none;
        // accept(2): errors of the new connection, which is gone; the next may be well.
        case EINTR:
        case ECONNABORTED:
        case EPROTO:
        case EPERM:
        case ENETDOWN:
        case ENETUNREACH:
        case EHOSTDOWN:
        case EHOSTUNREACH:
            return Accepted::one;
        default:
            return Accepted::exhausted;
    }
}

// No descriptor is left: give up the spare one in order to take a connection and drop it, so that
// its peer learns at once rather than waiting in the backlog. No other loop may accept meanwhile: it
// would keep the descriptor.
void Listener::shed_one() {
    events_.note("connection-shed-no-descriptors");
    const std::unique_lock lock(spare_mutex_);
    spare_.reset();
    FileDescriptor(::accept4(socket_.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC))
        .reset();
    spare_ = open_spare();
}

void Listener::welcome(FileDescriptor socket) {
    try {
        const auto peer = peer_of(socket.get());
        auto ticket = admission_.admit(peer);
        if (!ticket) return refuse(std::move(socket));
        const int on = 1;  // fails on Unix sockets, which need it not
        ::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        auto& loop = least_busy();
        spawn(loop, serve(loop, std::move(socket), peer, std::move(*ticket)),
              [this](const std::exception_ptr&) { events_.note("connection-failed"); });
    } catch (const std::system_error&) {
        events_.note("connection-gone-before-accept");
    }
}

void Listener::refuse(FileDescriptor socket) {
    events_.note("connection-refused-limit");
    if (options_.tls || options_.refusal.empty()) return;
    ::send(socket.get(), options_.refusal.data(), options_.refusal.size(),
           MSG_NOSIGNAL | MSG_DONTWAIT);
}

Loop& Listener::least_busy() const {
    const auto fewer = [](const Loop* a, const Loop* b) { return a->tasks() < b->tasks(); };
    return **std::ranges::min_element(loops_, fewer);
}

// --- one connection -------------------------------------------------------------------------

Task<void> Listener::shake_hands(Stream& stream) {
    try {
        auto handshake = stream.start_tls(*options_.tls, options_.handshake_limit);
        co_await handshake;
    } catch (const ConnectionEnded&) {
        events_.note("tls-handshake-failed");
        throw;
    }
}

// The ticket keeps the connection's place until its frame is gone.
Task<void> Listener::serve(Loop& loop, FileDescriptor socket, Peer peer,
                           [[maybe_unused]] Admission::Ticket ticket) {
    Stream stream(loop, std::move(socket), peer);
    std::exception_ptr failure;
    try {
        if (options_.tls) {
            auto handshake = shake_hands(stream);
            co_await handshake;
        }
        auto session = handler_(stream);
        co_await session;
    } catch (...) {
        failure = std::current_exception();
    }
    if (failure) note_failure(failure, stream.reference());
    auto closing = stream.close();
    co_await closing;
}

void Listener::note_failure(const std::exception_ptr& failure, const SessionReference& reference) {
    try {
        std::rethrow_exception(failure);
    } catch (const ConnectionEnded&) {
        // Peers come and go; there is nothing to see.
    } catch (...) {
        events_.note("session-failed", reference);
    }
}

}  // namespace postvern::services::net
