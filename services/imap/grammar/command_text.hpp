#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <optional>
#include <string>
#include <string_view>

namespace postvern::services::imap::grammar {

// One stretch of a command as received.
struct CommandPiece {
    enum class Kind {
        line,            // text between literals, without announcement and CRLF
        literal,         // octets of {N} or {N+}
        binary_literal,  // octets of ~{N} (literal8, RFC 9051 4.3)
        message,         // APPEND's message, not held here: the session streams it
    };

    Kind kind;
    std::string octets;                        // empty for `message`
    std::uint64_t announced_octets = 0;        // of `message`
    bool announced_non_synchronizing = false;  // of `message`
    bool announced_binary = false;             // of `message`
};

// A command as received: lines and literals in order. Wiped when destroyed, because it may hold a
// password; moves, does not copy. Not thread-safe.
class CommandText {
  public:
    CommandText() = default;
    CommandText(CommandText&& other) noexcept;
    CommandText& operator=(CommandText&& other) noexcept;
    CommandText(const CommandText&) = delete;
    CommandText& operator=(const CommandText&) = delete;
    ~CommandText();

    void append(CommandPiece&& piece);
    void clear() noexcept;
    const std::list<CommandPiece>& pieces() const noexcept { return pieces_; }

  private:
    // A list, because a vector that grows would leave copies of short strings behind unwiped.
    std::list<CommandPiece> pieces_;
};

// Longest tag accepted, in octets. A limit of this server.
inline constexpr std::size_t kTagLimit = 64;

// The tag that a line begins with, so that even a broken command gets a tagged BAD; absent if it
// begins with none, or with one over the limit: then the BAD goes out untagged.  RFC 9051 2.2.1,
// 7.1.3
std::optional<std::string> tag_of(std::string_view line);

}  // namespace postvern::services::imap::grammar
