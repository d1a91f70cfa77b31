// Listener: a listening socket, TCP or Unix, whose connections become streams on the loops and run
// one session handler each. All loops wait for it (EPOLLEXCLUSIVE); a connection goes to the loop
// that has fewest. It refuses beyond the limits of its Admission, and rests when the process has
// no descriptor left, rather than spinning.
//
// Thread safety: constructed and destroyed while no loop runs; loops call it concurrently.
#pragma once

#include <sys/types.h>

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "services/net/admission.hpp"
#include "services/net/event_log.hpp"
#include "services/net/file_descriptor.hpp"
#include "services/net/stream.hpp"
#include "services/net/task.hpp"
#include "services/net/tls.hpp"

namespace postvern::services::net {

// Where to listen: "127.0.0.1:10143", "[::1]:10143" (port 0: the system chooses one) ...
struct TcpEndpoint {
    std::string address;
};
// ... or a socket file, for whom mode and group say; writing is what it takes to connect. A file that
// nobody listens on is replaced.
struct UnixEndpoint {
    std::filesystem::path path;
    mode_t mode = 0600;
    std::optional<gid_t> group = {};  // absent: the process's own
};
using Endpoint = std::variant<TcpEndpoint, UnixEndpoint>;

// One conversation. The stream outlives the task and is closed politely after it; an exception
// that leaves the task closes it as well (ConnectionEnded silently, others noted as an event).
// What a lambda captures lives in the handler itself, which outlives every session.
using SessionHandler = std::function<Task<void>(Stream&)>;

struct ListenerOptions {
    // Implicit TLS: shake hands before the handler is called. The context must outlive the
    // listener.
    const TlsContext* tls = nullptr;
    Duration handshake_limit = std::chrono::seconds(60);
    // Said in plain to a connection that is over the limits, e.g. "421 4.7.0 Try later\r\n".
    std::string refusal;
};

class Listener {
  public:
    // How long a loop accepts nothing after it found that no descriptor is left.
    static constexpr auto kRest = std::chrono::milliseconds(100);

    // Binds and listens. Throws std::runtime_error naming the endpoint and what is wrong.
    Listener(const Endpoint& endpoint, ListenerOptions options, SessionHandler handler,
             Admission& admission, EventLog& events);
    ~Listener();

    // Accepts on each of `loops`, which must not run yet.
    void accept_on(std::span<const std::unique_ptr<Loop>> loops);
    // Accepts no more; on the thread of `loop`, for that loop, once. The last closes the socket.
    void stop_on(Loop& loop);

    // The TCP port that is listened on; 0 for a Unix socket.
    std::uint16_t port() const { return port_; }

  private:
    class Door;
    void bind_tcp(const TcpEndpoint& endpoint);
    void bind_unix(const UnixEndpoint& endpoint);
    enum class Accepted { one, none, exhausted };
    Accepted accept_one();
    void shed_one();
    void refuse(FileDescriptor socket);
    void welcome(FileDescriptor socket);
    Task<void> serve(Loop& loop, FileDescriptor socket, Peer peer, Admission::Ticket ticket);
    Task<void> shake_hands(Stream& stream);
    Loop& least_busy() const;
    void note_failure(const std::exception_ptr& failure, const SessionReference& reference);

    FileDescriptor socket_;
    std::uint16_t port_ = 0;
    std::filesystem::path unlink_at_end_;
    ListenerOptions options_;
    SessionHandler handler_;
    Admission& admission_;
    EventLog& events_;
    std::shared_mutex spare_mutex_;
    FileDescriptor spare_;  // given up for a moment when no descriptor is left
    std::vector<Loop*> loops_;
    std::vector<std::unique_ptr<Door>> doors_;
    std::atomic<std::size_t> stopped_on_{0};
};

}  // namespace postvern::services::net
