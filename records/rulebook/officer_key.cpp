#include "records/officer_key.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <algorithm>
#include <cstring>

#include "records/ledger/signed_note.hpp"
#include "records/sha256.hpp"

namespace postvern::records {

namespace {

using PrivateKey =
    std::shared_ptr<EVP_PKEY>;  // shared: OpenSSL's own count, and a signer holds it as well

constexpr std::size_t kLargestPem = std::size_t{16} * 1024;
constexpr std::string_view kEncrypted = "-----BEGIN ENCRYPTED PRIVATE KEY-----";
constexpr unsigned char kWithoutSign = 0x7f;  // of the last octet: the others are y

// The y of all points whose order divides 8, little-endian as RFC 8032 5.1.2 writes them: both
// encodings where y < 19. Whatever the sign of x, a signature under such a key can be made without
// a private one.
constexpr std::array<std::array<std::uint8_t, 32>, 7> kSmallOrder = {{
    {0x00},
    {0x01},
    {0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4,
     0x89, 0xf2, 0xef, 0x98, 0xf0, 0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6,
     0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53, 0xfc, 0x05},
    {0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b,
     0x76, 0x0d, 0x10, 0x67, 0x0f, 0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39,
     0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac, 0x03, 0x7a},
    {0xec, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
     0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
     0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f},
    {0xed, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
     0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
     0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f},
    {0xee, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
     0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
     0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f},
}};

bool is_of_small_order(const OfficerKey& key) {
    auto y = key.octets;
    y.back() &= kWithoutSign;
    return std::find(kSmallOrder.begin(), kSmallOrder.end(), y) != kSmallOrder.end();
}

struct FreeBio {
    void operator()(BIO* bio) const { BIO_free(bio); }
};
using Bio = std::unique_ptr<BIO, FreeBio>;

Bio reader_of(std::string_view pem) {
    if (pem.size() > kLargestPem) throw Unacceptable("that is too long to be a key in PEM");
    return Bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
}

PrivateKey owned(EVP_PKEY* key) {
    ERR_clear_error();
    return {key, EVP_PKEY_free};
}

void require_ed25519(const PrivateKey& key) {
    if (EVP_PKEY_get_base_id(key.get()) == EVP_PKEY_ED25519) return;
    const char* const name = EVP_PKEY_get0_type_name(key.get());
    throw Unacceptable(
        "the key is of " + std::string(name == nullptr ? "another algorithm" : name) +
        ", and officers sign with Ed25519: `openssl genpkey -algorithm ed25519` makes such a key");
}

OfficerKey public_half(const PrivateKey& key) {
    OfficerKey half;
    std::size_t size = half.octets.size();
    if (EVP_PKEY_get_raw_public_key(key.get(), half.octets.data(), &size) != 1 ||
        size != half.octets.size()) {
        throw Unacceptable("the key has no public half of 32 octets");
    }
    return half;
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

OfficerKey read_public_key(std::string_view pem) {
    if (pem.find("PRIVATE KEY-----") != std::string_view::npos) {
        throw Unacceptable(
            "that is a private key, which belongs to its officer alone: hand in what `openssl "
            "pkey -pubout` makes of it");
    }
    const Bio bio = reader_of(pem);
    std::string_view nothing;
    const PrivateKey key =
        owned(PEM_read_bio_PUBKEY(bio.get(), nullptr, give_passphrase, &nothing));
    if (!key) {
        throw Unacceptable(
            "that is no public key in PEM (-----BEGIN PUBLIC KEY-----), as `openssl pkey "
            "-pubout` writes it");
    }
    require_ed25519(key);
    const OfficerKey half = public_half(key);
    if (is_of_small_order(half)) {
        throw Unacceptable(
            "the key is one under which anybody could sign (a point of small order); make "
            "another with `openssl genpkey -algorithm ed25519`");
    }
    return half;
}

std::string fingerprint(const OfficerKey& key) {
    constexpr std::size_t kShown = 8;  // octets
    const Sha256 hash =
        sha256({reinterpret_cast<const char*>(key.octets.data()), key.octets.size()});
    return hexadecimal(std::span(hash).first<kShown>());
}

struct OfficerSigningKey::Key {
    PrivateKey key;
};

OfficerSigningKey::OfficerSigningKey(std::unique_ptr<Key> key) : key_(std::move(key)) {}
OfficerSigningKey::OfficerSigningKey(OfficerSigningKey&&) noexcept = default;
OfficerSigningKey& OfficerSigningKey::operator=(OfficerSigningKey&&) noexcept = default;
OfficerSigningKey::~OfficerSigningKey() = default;

bool OfficerSigningKey::is_encrypted(std::string_view pem) {
    return pem.find(kEncrypted) != std::string_view::npos;
}

OfficerSigningKey OfficerSigningKey::read(std::string_view pem, std::string_view passphrase) {
    const Bio bio = reader_of(pem);
    auto key = std::make_unique<Key>();
    key->key = owned(PEM_read_bio_PrivateKey(bio.get(), nullptr, give_passphrase, &passphrase));
    if (!key->key && is_encrypted(pem)) {
        throw Unacceptable("the passphrase does not open the private key, or the file is damaged");
    }
    if (!key->key) {
        throw Unacceptable(
            "that is no private key in PEM (-----BEGIN PRIVATE KEY-----), as `openssl genpkey "
            "-algorithm ed25519` writes it");
    }
    require_ed25519(key->key);
    return OfficerSigningKey(std::move(key));
}

OfficerKey OfficerSigningKey::public_key() const { return public_half(key_->key); }

std::string OfficerSigningKey::signature_line(policy::StaffRole office,
                                              std::string_view text) const {
    return ledger::NoteSigner(std::string(policy::name(office)), key_->key).signature_line(text);
}

}  // namespace postvern::records
