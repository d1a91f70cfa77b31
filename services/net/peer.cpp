#include "services/net/peer.hpp"

#include <netinet/in.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <span>
#include <stdexcept>
#include <system_error>

namespace postvern::services::net {

namespace {

using Octets = std::span<const unsigned char>;

constexpr int kKeySize = 32;
constexpr std::size_t kIpv4Network = 3;  // octets of a /24
constexpr std::size_t kIpv6Network = 7;  // octets of a /56

const std::array<unsigned char, kKeySize>& process_key() {
    static const auto key = [] {
        std::array<unsigned char, kKeySize> random;
        if (RAND_bytes(random.data(), random.size()) != 1)
            throw std::runtime_error("no randomness");
        return random;
    }();
    return key;
}

// RFC 4291 2.5.5.2: ::ffff:a.b.c.d
bool is_mapped_ipv4(Octets address) {
    static constexpr std::array<unsigned char, 12> kMapped{0, 0, 0, 0, 0,    0,
                                                           0, 0, 0, 0, 0xff, 0xff};
    return address.size() == 16 && std::ranges::equal(address.first<12>(), kMapped);
}

bool is_loopback(Octets address) {
    if (is_mapped_ipv4(address)) address = address.last<4>();
    if (address.size() == 4) return address[0] == 127;
    return address[15] == 1 &&
           std::ranges::all_of(address.first<15>(), [](unsigned char octet) { return octet == 0; });
}

Peer network_peer(Octets address) {
    return {.prefix = prefix_of(address.data(), address.size()),
            .is_local = is_loopback(address),
            .uid = std::nullopt};
}

Peer unix_peer(int fd) {
    ucred credentials{};
    socklen_t size = sizeof credentials;
    if (::getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &credentials, &size) != 0) {
        throw std::system_error(errno, std::system_category(), "SO_PEERCRED");
    }
    return {.prefix = PeerPrefix{}, .is_local = true, .uid = credentials.uid};
}

}  // namespace

PeerPrefix prefix_of(const unsigned char* address, std::size_t size) {
    Octets octets(address, size);
    if (is_mapped_ipv4(octets)) octets = octets.last<4>();
    const auto network = octets.first(octets.size() == 4 ? kIpv4Network : kIpv6Network);
    // The length keeps a /24 apart from a /56; the key keeps the hash from being reversed by
    // trying all networks.
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
    unsigned int digest_size = 0;
    const auto& key = process_key();
    if (!HMAC(EVP_sha256(), key.data(), int{kKeySize}, network.data(), network.size(),
              digest.data(), &digest_size)) {
        throw std::runtime_error("HMAC failed");
    }
    std::uint64_t prefix = 0;
    std::memcpy(&prefix, digest.data(), sizeof prefix);
    return PeerPrefix{prefix};
}

Peer peer_of(int fd) {
    sockaddr_storage storage{};
    socklen_t size = sizeof storage;
    if (::getpeername(fd, reinterpret_cast<sockaddr*>(&storage), &size) != 0) {
        throw std::system_error(errno, std::system_category(), "getpeername");
    }
    if (storage.ss_family == AF_INET) {
        const auto& address = reinterpret_cast<const sockaddr_in&>(storage).sin_addr;
        return network_peer({reinterpret_cast<const unsigned char*>(&address), 4});
    }
    if (storage.ss_family == AF_INET6) {
        const auto& address = reinterpret_cast<const sockaddr_in6&>(storage).sin6_addr;
        return network_peer({address.s6_addr, 16});
    }
    return unix_peer(fd);
}

}  // namespace postvern::services::net
