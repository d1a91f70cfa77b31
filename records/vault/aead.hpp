// AES-GCM (NIST SP 800-38D, RFC 5116) with 12-octet nonces and 16-octet tags. Thread-safe. The
// ciphers are fetched once and each thread keeps a context, which makes a small operation cost
// about half a microsecond; the context keeps the expanded key of its last operation until the next
// one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "records/vault/secret.hpp"

namespace postvern::records::vault {

enum class Aead : std::uint8_t { aes_128_gcm, aes_256_gcm };

inline constexpr std::size_t kNonceSize = 12;
inline constexpr std::size_t kTagSize = 16;

// Octets of a key.
constexpr std::size_t key_size(Aead aead) { return aead == Aead::aes_128_gcm ? 16 : 32; }

// Writes cipher text and tag (plain.size() + kTagSize octets) to `out`. `nonce` must be new for the
// key. Throws std::logic_error for a key or nonce of the wrong size.
void seal(Aead aead, std::string_view key, std::string_view nonce, std::string_view associated,
          std::string_view plain, unsigned char* out);

// Writes the plain octets (sealed.size() - kTagSize) to `out`. False when `sealed` is not
// authentic: what was written is then wiped.
bool open(Aead aead, std::string_view key, std::string_view nonce, std::string_view associated,
          std::string_view sealed, unsigned char* out);

// Small data under a long-lived key, AES-256-GCM with a random nonce in front. Not for more than
// 2^32 texts under one key (SP 800-38D 8.3).
inline constexpr std::size_t kSealedOverhead = kNonceSize + kTagSize;
std::string seal_small(const Secret& key, std::string_view associated, std::string_view plain);
// Throws StorageError ("... is damaged or belongs elsewhere", with `what`) when not authentic.
std::string open_small(const Secret& key, std::string_view associated, std::string_view sealed,
                       std::string_view what);
// The same for key material, which never touches the heap.
std::string seal_small(const Secret& key, std::string_view associated, const Secret& plain);
Secret open_small_secret(const Secret& key, std::string_view associated, std::string_view sealed,
                         std::string_view what);

}  // namespace postvern::records::vault
