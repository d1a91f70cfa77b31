#include "records/officer_key.hpp"

#include <openssl/evp.h>

#include <algorithm>

#include "records/ledger/signed_note.hpp"
#include "records/sha256.hpp"
#include "records/vault/pem_key.hpp"

namespace postvern::records {

namespace {

constexpr vault::PemAlgorithm kEd25519{EVP_PKEY_ED25519, "ed25519", "officers sign with Ed25519"};
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

OfficerKey public_half(const vault::PemKey& key) {
    OfficerKey half;
    std::size_t size = half.octets.size();
    if (EVP_PKEY_get_raw_public_key(key.get(), half.octets.data(), &size) != 1 ||
        size != half.octets.size()) {
        throw Unacceptable("the key has no public half of 32 octets");
    }
    return half;
}

}  // namespace

OfficerKey read_public_key(std::string_view pem) {
    const OfficerKey half = public_half(vault::read_public_pem(pem, kEd25519));
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
    vault::PemKey key;
};

OfficerSigningKey::OfficerSigningKey(std::unique_ptr<Key> key) : key_(std::move(key)) {}
OfficerSigningKey::OfficerSigningKey(OfficerSigningKey&&) noexcept = default;
OfficerSigningKey& OfficerSigningKey::operator=(OfficerSigningKey&&) noexcept = default;
OfficerSigningKey::~OfficerSigningKey() = default;

bool OfficerSigningKey::is_encrypted(std::string_view pem) {
    return vault::is_encrypted_pem(pem);
}

OfficerSigningKey OfficerSigningKey::read(std::string_view pem, std::string_view passphrase) {
    return OfficerSigningKey(
        std::make_unique<Key>(Key{vault::read_private_pem(pem, passphrase, kEd25519)}));
}

OfficerKey OfficerSigningKey::public_key() const { return public_half(key_->key); }

std::string OfficerSigningKey::signature_line(policy::StaffRole office,
                                              std::string_view text) const {
    return ledger::NoteSigner(std::string(policy::name(office)), key_->key).signature_line(text);
}

}  // namespace postvern::records
