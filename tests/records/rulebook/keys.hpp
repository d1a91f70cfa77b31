// Officers' keys for tests: that of RFC 8410 10, and others by number.
#pragma once

#include <openssl/evp.h>
#include <openssl/pem.h>

#include <array>
#include <memory>
#include <stdexcept>
#include <string>

#include "records/officer_key.hpp"

namespace postvern::records {

// RFC 8410 10.3 and 10.1
inline constexpr const char* kPrivatePem =
    "-----BEGIN PRIVATE KEY-----\n"
    "MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n"
    "-----END PRIVATE KEY-----\n";
inline constexpr const char* kPublicPem =
    "-----BEGIN PUBLIC KEY-----\n"
    "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n"
    "-----END PUBLIC KEY-----\n";
// The same private key as OpenSSL 3.0 encrypts it; the passphrase is "secret".
inline constexpr const char* kEncryptedPem =
    "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"
    "MIGbMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAhJGsXw2TvmLAICCAAw\n"
    "DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEGCd6OhpOZ9OEDIGAyfLwxoEQBrj\n"
    "Bsc06IYbvO1DldZpXI7TU0w693TK5l9D48E6inyUC/Wa5XLO2e3dCSb691yLMwgA\n"
    "b0zrV8nryBGybEqNI9A=\n"
    "-----END ENCRYPTED PRIVATE KEY-----\n";

// The private key whose 32 octets are all `number`, in PEM.
inline std::string private_pem(unsigned char number) {
    std::array<unsigned char, 32> seed;
    seed.fill(number);
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
        EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, seed.data(), seed.size()),
        EVP_PKEY_free);
    const std::unique_ptr<BIO, decltype(&BIO_free)> out(BIO_new(BIO_s_mem()), BIO_free);
    if (PEM_write_bio_PrivateKey(out.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) !=
        1) {
        throw std::runtime_error("no key");
    }
    char* octets = nullptr;
    const long size = BIO_get_mem_data(out.get(), &octets);
    return {octets, static_cast<std::size_t>(size)};
}

inline OfficerSigningKey signing_key(unsigned char number) {
    return OfficerSigningKey::read(private_pem(number), {});
}

}  // namespace postvern::records
