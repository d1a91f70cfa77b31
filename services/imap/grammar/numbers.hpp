#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

// Numbers of RFC 9051 9: decimal digits only, no sign, no space.
namespace postvern::services::imap::grammar {

inline constexpr std::uint64_t kNumberLimit = 4294967295U;             // <number>: 32 bits
inline constexpr std::uint64_t kNumber64Limit = 9223372036854775807U;  // <number64>: 63 bits

// The whole of `text` as a number of at most `limit`; absent for anything else.
std::optional<std::uint64_t> parse_number(std::string_view text, std::uint64_t limit) noexcept;

// <nz-number>: 1 to 2^32-1, without leading zero.
std::optional<std::uint32_t> parse_nz_number(std::string_view text) noexcept;

}  // namespace postvern::services::imap::grammar
