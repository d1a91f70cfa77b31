// Hybrid public key encryption (RFC 9180): DHKEM(X25519, HKDF-SHA256), HKDF-SHA256 and AES-GCM,
// base mode. The functions are thread-safe; a context is used by one thread at a time.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "records/vault/aead.hpp"
#include "records/vault/secret.hpp"
#include "records/vault/x25519.hpp"

namespace postvern::records::vault {

// One direction of encryption, from the key schedule. RFC 9180 5.1, 5.2
class HpkeContext {
  public:
    HpkeContext(Aead aead, const Secret& shared_secret, std::string_view info);

    // Cipher text and tag of the next message.
    std::string seal(std::string_view associated, std::string_view plain);
    // The next message, at most Secret::kCapacity octets. Throws StorageError when it is not
    // authentic.
    Secret open(std::string_view associated, std::string_view sealed);
    // A secret of `size` octets that both ends can derive. RFC 9180 5.3
    Secret export_secret(std::string_view exporter_context, std::size_t size) const;

  private:
    std::string next_nonce();

    Aead aead_;
    std::string suite_;
    Secret key_;
    Secret base_nonce_;
    Secret exporter_;
    std::uint64_t sequence_ = 0;
};

struct Encapsulated {
    std::string encapsulation;  // 32 octets, for the recipient
    Secret shared_secret;
};
// Encap with the given ephemeral key pair, which must be used once only. RFC 9180 4.1
Encapsulated encapsulate(const KeyPair& ephemeral, std::string_view recipient_public_key);
// Decap. Throws StorageError for an encapsulation that is no public key.
Secret decapsulate(std::string_view encapsulation, const KeyPair& recipient);

// One message to the holder of a private key (RFC 9180 6.1), AES-256-GCM: encapsulation, cipher
// text, tag.
std::string seal_to(std::string_view recipient_public_key, std::string_view info,
                    const Secret& plain);
// Throws StorageError when `sealed` is not what was sealed to this recipient with this `info`.
Secret open_sealed(const KeyPair& recipient, std::string_view info, std::string_view sealed);

}  // namespace postvern::records::vault
