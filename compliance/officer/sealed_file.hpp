// A device's secrets under its passphrase: Argon2id (RFC 9106) makes the key, XSalsa20-Poly1305 (libsodium's secretbox)
// seals. docs/formats/disclosure-documents.md, "The device's file".
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "compliance/officer/secret_text.hpp"

namespace postvern::compliance::officer {

struct Opened;

struct HashingCost {
    std::uint64_t passes = 3;
    std::uint64_t memory = std::uint64_t{256} << 20;  // octets, 64 MiB to 4 GiB
};

// The key that a passphrase gives: made once for as long as a device is open. Move-only, wiped when it goes.
class SealingKey {
  public:
    // For a new file, with a salt of its own. Throws Failure where memory does not suffice.
    SealingKey(std::string_view passphrase, const HashingCost& cost);
    SealingKey(SealingKey&&) = default;
    // Each time with another nonce.
    std::string seal(std::string_view plain) const;

  private:
    friend Opened open_sealed(std::string_view sealed, std::string_view passphrase);
    using Salt = std::array<std::uint8_t, crypto_pwhash_argon2id_SALTBYTES>;
    SealingKey(std::string_view passphrase, const HashingCost& cost, const Salt& salt);

    HashingCost cost_;
    Salt salt_{};
    SecretText key_;
};

struct Opened {
    SecretText plain;
    SealingKey key;
};
// Throws Failure for another passphrase, and for octets that were changed.
Opened open_sealed(std::string_view sealed, std::string_view passphrase);

}  // namespace postvern::compliance::officer
