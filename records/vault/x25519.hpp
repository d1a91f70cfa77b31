// Diffie-Hellman over Curve25519 (RFC 7748). Thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "records/vault/secret.hpp"

namespace postvern::records::vault {

inline constexpr std::size_t kCurveKeySize = 32;

struct KeyPair {
    Secret private_key;
    std::string public_key;

    static KeyPair generate();
    // Throws std::logic_error unless `private_key` has 32 octets.
    static KeyPair of(Secret private_key);
};

// The shared secret, 32 octets. Throws StorageError for a public key of another size or of small
// order, with which the secret would be all zero (RFC 9180 7.1.4).
Secret agree(const Secret& private_key, std::string_view public_key);

// How many agreements this process has made: what the store spends on public-key work.
std::uint64_t agreements_made() noexcept;

}  // namespace postvern::records::vault
