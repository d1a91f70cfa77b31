#include "compliance/officer/pem.hpp"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <algorithm>
#include <memory>

#include "compliance/officer/files.hpp"
#include "records/threshold.hpp"

namespace postvern::compliance::officer {

namespace {

struct Free {
    void operator()(BIO* bio) const { BIO_free_all(bio); }
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
using Bio = std::unique_ptr<BIO, Free>;
using Key = std::unique_ptr<EVP_PKEY, Free>;

int give_passphrase(char* buffer, int size, int /*writing*/, void* passphrase) {
    const auto& given = *static_cast<const std::string_view*>(passphrase);
    if (given.empty() || given.size() > static_cast<std::size_t>(size)) return -1;
    std::copy(given.begin(), given.end(), buffer);
    return static_cast<int>(given.size());
}

}  // namespace

std::string to_pem(const disclosure::SignerKey& key) {
    const Key wrapped(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, key.octets.data(), key.octets.size()));
    const Bio memory(BIO_new(BIO_s_mem()));
    if (!wrapped || !memory || PEM_write_bio_PUBKEY(memory.get(), wrapped.get()) != 1) {
        throw Failure("the key cannot be written as PEM");
    }
    char* octets = nullptr;
    const long size = BIO_get_mem_data(memory.get(), &octets);
    return {octets, static_cast<std::size_t>(size)};
}

disclosure::SigningKey from_pem(std::string_view pem, std::string_view passphrase) {
    const Bio memory(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    const Key key(memory ? PEM_read_bio_PrivateKey(memory.get(), nullptr, give_passphrase, &passphrase) : nullptr);
    if (!key) throw Failure("that is no private key in PEM, or its passphrase (--signing-key-passphrase-file) is another");
    if (EVP_PKEY_get_id(key.get()) != EVP_PKEY_ED25519) throw Failure("officers sign with Ed25519 keys only");
    records::threshold::SecretOctets<32> seed;
    std::size_t size = seed.size();
    if (EVP_PKEY_get_raw_private_key(key.get(), seed.data(), &size) != 1 || size != seed.size()) {
        throw Failure("the private key cannot be read");
    }
    return disclosure::SigningKey(std::span<const std::uint8_t, 32>(seed.data(), 32));
}

}  // namespace postvern::compliance::officer
