// The Ed25519 keys (RFC 8032) with which officers of the house sign. The public half stands on
// record beside what is known of them; the private half is the officer's own, and is opened only in
// the process in which they sign.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "policy/principal.hpp"
#include "records/errors.hpp"

namespace postvern::records {

// A plain value. read_public_key() makes those that may be put on record.
struct OfficerKey {
    std::array<std::uint8_t, 32> octets{};
    friend bool operator==(const OfficerKey&, const OfficerKey&) = default;
};

// The key in a PEM text "PUBLIC KEY" (RFC 7468 13), as `openssl pkey -pubout` writes it. Throws
// Unacceptable for anything else: a private key, another algorithm, a key of small order, under
// which anybody could sign.
OfficerKey read_public_key(std::string_view pem);

// The first 16 hexadecimal digits of the key's SHA-256, for people to tell keys apart.
std::string fingerprint(const OfficerKey& key);

// A private key. Move-only; wiped when it goes. Not thread-safe.
class OfficerSigningKey {
  public:
    // Whether read() needs a passphrase for the PEM text.
    static bool is_encrypted(std::string_view pem);
    // The key in a PEM text "PRIVATE KEY" or "ENCRYPTED PRIVATE KEY" (PKCS #8, RFC 7468 10 and 11),
    // as `openssl genpkey` writes it. Throws Unacceptable for anything else and for a passphrase
    // that does not open it.
    static OfficerSigningKey read(std::string_view pem, std::string_view passphrase);

    OfficerSigningKey(OfficerSigningKey&&) noexcept;
    OfficerSigningKey& operator=(OfficerSigningKey&&) noexcept;
    ~OfficerSigningKey();

    OfficerKey public_key() const;
    // The line of a signed note (C2SP signed-note) by which this key signs `text` in `office`.
    // Throws std::logic_error unless `text` ends in a newline.
    std::string signature_line(policy::StaffRole office, std::string_view text) const;

  private:
    struct Key;
    explicit OfficerSigningKey(std::unique_ptr<Key> key);
    std::unique_ptr<Key> key_;
};

}  // namespace postvern::records
