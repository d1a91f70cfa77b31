// Who is at the other end, as far as anybody may know. The address is read once, when the
// connection is accepted, reduced to a keyed hash of its network, and forgotten: no part of the
// program can log, store or compare it beyond this process. GDPR Art. 5(1)(c).
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>

namespace postvern::services::net {

// Eight octets of a keyed hash of the peer's /24 (IPv4) or /56 (IPv6), under a key that is random
// for each process. For throttling in memory only. All Unix-socket peers share one value.
enum class PeerPrefix : std::uint64_t {};

struct Peer {
    PeerPrefix prefix{};
    bool is_local = false;     // a loopback address or a Unix socket
    std::optional<uid_t> uid;  // SO_PEERCRED; Unix sockets only
};

// The peer of the connected socket `fd`. Throws std::system_error where the connection is gone.
Peer peer_of(int fd);

// The prefix of a network address given as its octets in network order: 4 or 16 of them
// (an IPv4-mapped IPv6 address counts as IPv4).
PeerPrefix prefix_of(const unsigned char* address, std::size_t size);

}  // namespace postvern::services::net
