#include "records/vault/pem_key.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <cstring>
#include <string>

#include "records/errors.hpp"

namespace postvern::records::vault {

namespace {

constexpr std::size_t kLargestPem = std::size_t{16} * 1024;
constexpr std::string_view kEncrypted = "-----BEGIN ENCRYPTED PRIVATE KEY-----";

struct FreeBio {
    void operator()(BIO* bio) const { BIO_free(bio); }
};
using Bio = std::unique_ptr<BIO, FreeBio>;

Bio reader_of(std::string_view pem) {
    if (pem.size() > kLargestPem) throw Unacceptable("that is too long to be a key in PEM");
    return Bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
}

PemKey owned(EVP_PKEY* key) {
    ERR_clear_error();
    return {key, EVP_PKEY_free};
}

void require(const PemKey& key, const PemAlgorithm& algorithm) {
    if (EVP_PKEY_get_base_id(key.get()) == algorithm.id) return;
    const char* const name = EVP_PKEY_get0_type_name(key.get());
    throw Unacceptable("the key is of " +
                       std::string(name == nullptr ? "another algorithm" : name) + ", and " +
                       std::string(algorithm.purpose) + ": `openssl genpkey -algorithm " +
                       std::string(algorithm.name) + "` makes such a key");
}

// What OpenSSL asks for a passphrase. Never its own prompt: without this it would read the
// terminal.
int give_passphrase(char* room, int size, int, void* passphrase) {
    const auto& given = *static_cast<const std::string_view*>(passphrase);
    if (given.size() > static_cast<std::size_t>(size)) return -1;
    std::memcpy(room, given.data(), given.size());
    return static_cast<int>(given.size());
}

}  // namespace

PemKey read_public_pem(std::string_view pem, const PemAlgorithm& algorithm) {
    if (pem.find("PRIVATE KEY-----") != std::string_view::npos) {
        throw Unacceptable(
            "that is a private key, which belongs to its officer alone: hand in what `openssl "
            "pkey -pubout` makes of it");
    }
    const Bio bio = reader_of(pem);
    std::string_view nothing;
    PemKey key = owned(PEM_read_bio_PUBKEY(bio.get(), nullptr, give_passphrase, &nothing));
    if (!key) {
        throw Unacceptable(
            "that is no public key in PEM (-----BEGIN PUBLIC KEY-----), as `openssl pkey "
            "-pubout` writes it");
    }
    require(key, algorithm);
    return key;
}

bool is_encrypted_pem(std::string_view pem) {
    return pem.find(kEncrypted) != std::string_view::npos;
}

PemKey read_private_pem(std::string_view pem, std::string_view passphrase,
                        const PemAlgorithm& algorithm) {
    const Bio bio = reader_of(pem);
    PemKey key = owned(PEM_read_bio_PrivateKey(bio.get(), nullptr, give_passphrase, &passphrase));
    if (!key && is_encrypted_pem(pem)) {
        throw Unacceptable("the passphrase does not open the private key, or the file is damaged");
    }
    if (!key) {
        throw Unacceptable(
            "that is no private key in PEM (-----BEGIN PRIVATE KEY-----), as `openssl genpkey "
            "-algorithm " +
            std::string(algorithm.name) + "` writes it");
    }
    require(key, algorithm);
    return key;
}

}  // namespace postvern::records::vault
