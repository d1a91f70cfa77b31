// The X25519 keys (RFC 7748) of data protection officers, to which the keys of records are sealed.
// The public half stands in the key store; the private half is the officer's own and opens records
// where the site itself no longer can.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "records/errors.hpp"

namespace postvern::records {

namespace vault {
struct KeyPair;
}

// A plain value. read_reading_public_key() makes those that may be put on record.
struct ReadingPublicKey {
    std::string octets;  // 32
    friend bool operator==(const ReadingPublicKey&, const ReadingPublicKey&) = default;
};

// The key in a PEM text "PUBLIC KEY" (RFC 7468 13), as `openssl pkey -pubout` writes it. Throws
// Unacceptable for anything else: a private key, another algorithm, a key of small order, to which
// nothing can be sealed.
ReadingPublicKey read_reading_public_key(std::string_view pem);

// The first 16 hexadecimal digits of the key's SHA-256, for people to tell keys apart.
std::string fingerprint(const ReadingPublicKey& key);

// A private key. Move-only; wiped when it goes. Immutable: may be used by several threads.
class ReadingKey {
  public:
    // Whether read() needs a passphrase for the PEM text.
    static bool is_encrypted(std::string_view pem);
    // The key in a PEM text "PRIVATE KEY" or "ENCRYPTED PRIVATE KEY" (PKCS #8, RFC 7468 10 and 11),
    // as `openssl genpkey -algorithm X25519` writes it. Throws Unacceptable for anything else and
    // for a passphrase that does not open it.
    static ReadingKey read(std::string_view pem, std::string_view passphrase);
    // From the 32 octets of the private half, or from their 64 hexadecimal digits as to_text()
    // gives them. Throw Unacceptable for anything else.
    static ReadingKey of(std::string_view octets);
    static ReadingKey of_text(std::string_view digits);
    // Whoever takes it wipes it.
    std::string to_text() const;

    ReadingKey(ReadingKey&&) noexcept;
    ReadingKey& operator=(ReadingKey&&) noexcept;
    ~ReadingKey();

    ReadingPublicKey public_key() const;
    // Borrowed.
    const vault::KeyPair& pair() const noexcept { return *pair_; }

  private:
    explicit ReadingKey(std::unique_ptr<const vault::KeyPair> pair);
    std::unique_ptr<const vault::KeyPair> pair_;
};

}  // namespace postvern::records
