// Stream: one connection, plain or TLS, for protocol code that reads from top to bottom:
//
//     stream.write("* OK ready\r\n");
//     for (;;) {
//         auto line = co_await stream.read_line(8192);      // writes what is due, then waits
//         if (line.kind == Line::Kind::end) co_return;
//         ...
//     }
//
// Thread safety: a stream belongs to one loop; every call happens on that loop's thread. At most
// one coroutine reads and at most one writes (they may be the same).
//
// Waiting for input first sends what was written, so replies to pipelined commands travel together
// and no flush can be forgotten. While nothing is buffered, no buffer is held: an idle TLS
// connection costs little more than what OpenSSL keeps.
//
// Every operation may throw TimedOut or ConnectionLost; reads of lines also Stopping (errors.hpp).
#pragma once

#include <coroutine>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "services/net/errors.hpp"
#include "services/net/event.hpp"
#include "services/net/input_buffer.hpp"
#include "services/net/loop.hpp"
#include "services/net/peer.hpp"
#include "services/net/session_reference.hpp"
#include "services/net/task.hpp"
#include "services/net/tls.hpp"
#include "services/net/transport.hpp"

namespace postvern::services::net {

struct Line {
    enum class Kind {
        text,      // a whole line
        too_long,  // a line over the limit: dropped to its end, `text` is its first octets (<= 64)
        end,       // the peer will send no more; an unfinished line is dropped
        notified,  // the event was signalled (read_line_or only); its signal is spent
    };
    Kind kind = Kind::end;
    std::string_view text;        // without CRLF or LF; valid until the next read of the stream
    std::string_view last;        // of a line too long: its last octets (<= 32), as valid as `text`
    bool bare_line_feed = false;  // ended with LF alone (not told of a line too long)
};

// Octets that came before TLS and were thrown away: commands injected behind STARTTLS.
// RFC 3207 section 6; CVE-2011-0411.
enum class PlaintextAhead { none, discarded };

class Stream final : private Watcher, private Timer {
  public:
    class Operation;
    class ReadLine;
    class ReadExactly;
    class ReadSome;
    class Drain;
    class Handshake;

    // Takes a connected, non-blocking socket. Throws std::system_error.
    Stream(Loop& loop, FileDescriptor socket, Peer peer);
    ~Stream();

    // --- reading ---------------------------------------------------------------------------
    // `Line line = co_await stream.read_line(limit);` The next line of at most `limit` octets.
    ReadLine read_line(std::size_t limit);
    // As read_line, but ends with Kind::notified when `event` is signalled and no whole line is
    // there. What has come of a line stays for the next read.
    ReadLine read_line_or(Event& event, std::size_t limit);

    using Sink = std::function<void(std::span<const char>)>;
    // `co_await stream.read_exactly(octets, sink);` gives the next `octets` octets to `sink`, in
    // pieces as they come. What `sink` throws is thrown by the co_await. Throws ConnectionLost
    // where the peer ends before. For transfers that must wait in between, use read_some.
    ReadExactly read_exactly(std::uint64_t octets, Sink sink);

    // `std::string_view chunk = co_await stream.read_some();` everything buffered, or, if nothing
    // is, what comes next; empty at the end of the stream. Nothing is consumed: say how much of it
    // was used with consume().
    ReadSome read_some();
    void consume(std::size_t octets) { input_.consume(octets); }

    // Octets received (and decrypted) but not consumed: the peer pipelines.
    bool has_buffered_input() const { return !input_.is_empty(); }

    // --- writing ---------------------------------------------------------------------------
    // Appends to the output; never waits. The output is sent by drain, flush or waiting for input.
    void write(std::string_view octets);
    // `co_await stream.drain(high_water);` goes on when at most `high_water` octets are unsent:
    // call it between the pieces of a long reply.
    Drain drain(std::size_t high_water);
    Drain flush();
    std::size_t unsent() const { return output_.size() - sent_; }

    // --- life of the connection ------------------------------------------------------------
    // Sends what is due (the reply to STARTTLS), throws away what was received in plain, and
    // shakes hands within `limit`. The context may die before the stream.
    Task<PlaintextAhead> start_tls(const TlsContext& context,
                                   Duration limit = std::chrono::seconds(60));
    bool is_tls() const { return transport_.is_tls(); }

    // Sends what is due, ends the connection politely and waits a moment (2 s at most) for the
    // peer to have read it. Throws nothing. Returning from a session handler does this.
    Task<void> close();

    // --- limits ----------------------------------------------------------------------------
    // Longest wait for progress, by default 5 minutes: each such span must move at least
    // `least_progress` octets or finish the operation.
    void set_idle_timeout(Duration timeout, std::uint64_t least_progress = 1);
    // Longest time from the first octet of a line to its end; by default 60 s.
    void set_line_timeout(Duration timeout);
    // The moment after which every operation times out: `span` from now, e.g. until signed in.
    void set_deadline(Duration span);
    void clear_deadline();

    // --- the peer --------------------------------------------------------------------------
    PeerPrefix peer_prefix() const { return peer_.prefix; }
    bool peer_is_local() const { return peer_.is_local; }
    std::optional<uid_t> peer_uid() const { return peer_.uid; }

    // A random word to show to the client and to repeat in the operators' log.
    const SessionReference& reference() const { return reference_; }
    Loop& loop() const { return loop_; }

  private:
    void on_ready(std::uint32_t events) override;
    void on_stopping() override;
    void on_abort() override;
    void on_expired() override;

    enum class Fill { more, blocked, ended };
    Fill fill();
    void pump_output();
    void send_what_is_due() noexcept;
    void release_idle_buffers();
    bool owes_a_turn();
    void check_alive() const;

    void advance(Operation* operation);
    void begin_waiting(Operation& operation);
    void forget(Operation& operation);
    void end_operations(const std::exception_ptr& failure);

    void note_progress(std::size_t octets);
    Clock::time_point due() const;
    void arm_timer();

    Loop& loop_;
    Transport transport_;
    Peer peer_;
    SessionReference reference_;
    InputBuffer input_;
    std::string output_;
    std::size_t sent_ = 0;
    Operation* reading_ = nullptr;
    Operation* writing_ = nullptr;
    bool readable_ = true;  // reading may move something: no "blocked" since the last event
    bool writable_ = true;
    bool peer_ended_ = false;
    bool lost_ = false;
    unsigned turns_ = 0;  // operations in a row that did not wait

    Duration idle_timeout_ = std::chrono::minutes(5);
    Duration line_timeout_ = std::chrono::seconds(60);
    std::uint64_t least_progress_ = 1;
    std::uint64_t moved_ = 0;  // octets since progress_at_
    Clock::time_point progress_at_;
    Clock::time_point line_begun_at_ = Clock::time_point::max();
    Clock::time_point deadline_ = Clock::time_point::max();
};

}  // namespace postvern::services::net

#include "services/net/stream_operations.hpp"
