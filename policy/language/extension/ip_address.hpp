// The extension type `ipaddr`: an address of IPv4 or IPv6, or a range of them in CIDR notation.
// Plain value; pure functions, thread-safe.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace postvern::policy::language::extension {

enum class IpFamily : std::uint8_t { ipv4, ipv6 };

// Two addresses are equal if all is: 10.0.0.1/8 is not 10.0.0.2/8, though they span one range.
struct IpAddress {
    IpFamily family = IpFamily::ipv4;
    // In network order; of IPv4 the first four, the rest zero.
    std::array<std::uint8_t, 16> octets{};
    // Leading bits that the range shares, at most 32 or 128; all of them for a single address.
    std::uint8_t prefix = 32;

    friend auto operator<=>(const IpAddress&, const IpAddress&) = default;
};

// The address that `text` writes, with or without '/' and a prefix length. Nothing if it is
// something else; so is IPv4 embedded in IPv6 with dots.
std::optional<IpAddress> parse_ip(std::string_view text);

// As parse_ip reads it: "10.0.0.0/8", "::1".
std::string to_text(const IpAddress& value);

// The methods. Of a range, whether all of it is.
bool is_loopback(const IpAddress& value);
bool is_multicast(const IpAddress& value);
// Whether all of `value` lies in `range`; never, if one is IPv4 and the other IPv6.
bool is_in_range(const IpAddress& value, const IpAddress& range);

}  // namespace postvern::policy::language::extension
