// Signatures under what the officers' devices say to each other and to the server: Ed25519 (RFC 8032) over exact
// octets, by the keys that stand on record for their officers. Each text that is signed begins with a first line of
// its own kind, so that no signature counts for another. Plain values; a SigningKey wipes itself.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace postvern::compliance::disclosure {

using Hash = std::array<std::uint8_t, 32>;  // SHA-256
using Signature = std::array<std::uint8_t, 64>;

Hash sha256(std::string_view octets);

// The public key of an officer (RFC 8032 5.1.5).
struct SignerKey {
    std::array<std::uint8_t, 32> octets{};
    friend auto operator<=>(const SignerKey&, const SignerKey&) = default;
};

// The first 16 hexadecimal digits of the key's SHA-256: as `postvern staff` shows it.
std::string fingerprint(const SignerKey& key);

// Whether `signature` is of `key` over `text`. False as well for a key of small order, under which anybody could
// sign, and for a signature that is not in the one encoding that it has.
bool verifies(const SignerKey& key, std::string_view text, const Signature& signature);

// A private key. Move-only, wiped when it goes. Not thread-safe.
class SigningKey {
  public:
    static SigningKey generate();
    // Of the private key of RFC 8032 5.1.5, 32 octets.
    explicit SigningKey(std::span<const std::uint8_t, 32> seed);
    SigningKey(SigningKey&& other) noexcept;
    SigningKey& operator=(SigningKey&& other) noexcept;
    SigningKey(const SigningKey&) = delete;
    SigningKey& operator=(const SigningKey&) = delete;
    ~SigningKey();

    SignerKey public_key() const;
    Signature sign(std::string_view text) const;
    // Borrowed: valid while the key is.
    std::span<const std::uint8_t, 32> seed() const;

  private:
    std::array<std::uint8_t, 64> octets_{};  // seed, public key
};

}  // namespace postvern::compliance::disclosure
