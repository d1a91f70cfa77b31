#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace postvern::services::imap::grammar {

// System flags, one bit each.  RFC 9051 2.3.2. `recent` exists for rev1 clients (RFC 3501 2.3.2):
// the server reports it and SEARCH asks for it, but no client may set it.
enum class SystemFlag : std::uint8_t {
    answered = 1,
    flagged = 2,
    deleted = 4,
    seen = 8,
    draft = 16,
    recent = 32,
};

// The wire name with its backslash, e.g. "\Seen".
std::string_view system_flag_name(SystemFlag flag) noexcept;

// Longest keyword accepted, in octets; most keywords in one command. Limits of this server.
inline constexpr std::size_t kKeywordLengthLimit = 128;
inline constexpr std::size_t kKeywordCountLimit = 256;

// Flags of a message, or flags that a client names. A value; not thread-safe.
struct FlagSet {
    std::uint8_t system = 0;            // SystemFlag bits
    std::vector<std::string> keywords;  // without duplicates (ASCII case ignored, RFC 9051 9)
    std::vector<std::string> unknown;   // \Extension flags: no message carries one (RFC 9051 2.3.2)

    bool has(SystemFlag flag) const noexcept {
        return (system & static_cast<std::uint8_t>(flag)) != 0;
    }
    void set(SystemFlag flag) noexcept { system |= static_cast<std::uint8_t>(flag); }
    bool has_keyword(std::string_view keyword) const noexcept;

    bool operator==(const FlagSet&) const = default;
};

// Adds the flag written as `text` ("\Seen", "$Forwarded"). False, and nothing changed, if it is no
// <flag>: not an atom, "\Recent", or over a limit.  RFC 9051 9
bool add_flag(FlagSet& flags, std::string_view text);

// Whether `text` may be a keyword: an atom without backslash, within the length limit.
bool is_keyword(std::string_view text) noexcept;

}  // namespace postvern::services::imap::grammar
