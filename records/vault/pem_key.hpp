// Keys in PEM, as the tools of OpenSSL write them. Functions are thread-safe; never asks a
// terminal.
#pragma once

#include <memory>
#include <string_view>

struct evp_pkey_st;  // OpenSSL's EVP_PKEY

namespace postvern::records::vault {

// Shared: OpenSSL keeps a count of its own, and a signer holds the key as well.
using PemKey = std::shared_ptr<evp_pkey_st>;

// Which kind of key is wanted, and what to tell whoever hands in another.
struct PemAlgorithm {
    int id;                    // EVP_PKEY_...
    std::string_view name;     // as `openssl genpkey -algorithm` takes it
    std::string_view purpose;  // "officers sign with Ed25519"
};

// The key in a PEM text "PUBLIC KEY" (RFC 7468 13). Throws Unacceptable for anything else, a
// private key and another algorithm included.
PemKey read_public_pem(std::string_view pem, const PemAlgorithm& algorithm);

// Whether read_private_pem() needs a passphrase.
bool is_encrypted_pem(std::string_view pem);
// The key in a PEM text "PRIVATE KEY" or "ENCRYPTED PRIVATE KEY" (PKCS #8, RFC 7468 10 and 11).
// Throws Unacceptable for anything else and for a passphrase that does not open it.
PemKey read_private_pem(std::string_view pem, std::string_view passphrase,
                        const PemAlgorithm& algorithm);

}  // namespace postvern::records::vault
