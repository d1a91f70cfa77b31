#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "services/imap/grammar/command_text.hpp"

namespace postvern::services::imap::grammar {

// What a client may make the server hold for one command. The session lowers these before sign-in.
struct ReaderLimits {
    std::size_t line_octets = 64 * 1024;     // all lines of a command together
    std::size_t literal_octets = 64 * 1024;  // all collected literals of a command together
    std::size_t literal_count = 64;          // literals of a command
    std::uint64_t discard_octets =
        1024 * 1024;            // a refused non-synchronizing literal that is still
                                // read and dropped; above this the session closes
    bool stream_append = true;  // hand APPEND's message over as a stream; false before sign-in
};

// A line ended with {N}, {N+}, ~{N} or ~{N+}.
struct LiteralAnnouncement {
    enum class Disposition {
        collect,  // send "+ " if synchronizing, read `octets`, give them to feed_literal()
        stream,   // APPEND's message, of any size: parse take() now; the session reads the octets
                  // itself, then a line that must be empty. Should it refuse a non-synchronizing
                  // message (or take() not parse), it still has to read past it, or close
        discard,  // never synchronizing: read and drop `octets`, then call literal_discarded()
    };

    std::uint64_t octets;
    bool synchronizing;
    bool binary;  // literal8
    Disposition disposition;
};

// The command cannot be taken. The reader is empty again.
struct Refusal {
    enum class Reason {
        line_too_long,
        literal_too_large,
        too_many_literals,
        by_session,  // see skip_rest()
    };
    enum class Connection {
        keep,   // answer tagged BAD/NO, go on with the next line
        close,  // the client is sending octets whose end is unknown or too far: BYE (RFC 7888 4)
    };

    Reason reason;
    Connection connection;
    std::optional<std::string> tag;
};

// The whole command is here: parse take().
struct CommandComplete {};

using ReaderStep = std::variant<CommandComplete, LiteralAnnouncement, Refusal>;

// Gathers lines and literals into a command. No I/O: the session reads, this decides what to read
// next. Not thread-safe.
//
//     idle --feed_line--> complete --take--> idle
//      ^        |            ^
//      |        `-> literal announced --feed_literal / literal_discarded--> inside, --feed_line-->
//      ...
//      `-- Refusal, reset()
class CommandReader {
  public:
    explicit CommandReader(const ReaderLimits& limits) : limits_(limits) {}

    // Takes effect with the next line: after sign-in the limits grow.
    void set_limits(const ReaderLimits& limits) { limits_ = limits; }

    // One line without its CRLF. Throws std::logic_error while a literal or take() is due.
    ReaderStep feed_line(std::string_view line);

    // The same for a line that outgrew the session's limit, of which only the first and the last
    // octets were kept: the command is refused, and a literal that the line announced is dropped.
    ReaderStep feed_long_line(std::string_view first, std::string_view last);

    // The session has refused a command whose beginning was taken already: the lines fed from here on
    // are the rest of it, and the literals that they announce are dropped. Ends with a Refusal. Throws
    // std::logic_error unless idle.
    void skip_rest();

    // The octets of a literal to collect, all of them. Throws std::logic_error if none is due or
    // the size differs from what was announced.
    void feed_literal(std::string&& octets);

    // A literal to discard was read and dropped.
    void literal_discarded();

    // The tag of the command so far (see tag_of), for a BAD at any moment before take().
    const std::optional<std::string>& tag() const noexcept { return tag_; }

    // The command, after CommandComplete or a literal to stream; the reader is idle again.
    CommandText take();

    // Forgets everything: an end of line that did not come, STARTTLS (RFC 9051 6.2.1).
    void reset() noexcept;

  private:
    enum class State { idle, inside, collecting, discarding, ready };

    void begin_line(std::string_view line);
    std::optional<Refusal::Reason> fault_of(std::string_view line,
                                            const std::optional<LiteralAnnouncement>& announced);
    ReaderStep accept(const LiteralAnnouncement& announced);
    ReaderStep skip(const std::optional<LiteralAnnouncement>& announced);
    bool announces_message() const;

    ReaderLimits limits_;
    State state_ = State::idle;
    CommandText text_;
    std::optional<std::string> tag_;
    std::size_t line_octets_ = 0;
    std::uint64_t literal_octets_ = 0;
    std::size_t literal_count_ = 0;
    std::optional<LiteralAnnouncement> due_;  // while collecting
    std::optional<Refusal::Reason> refused_;  // while the rest of a refused command is skipped
};

}  // namespace postvern::services::imap::grammar
