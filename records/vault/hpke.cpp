#include "records/vault/hpke.hpp"

#include "records/errors.hpp"
#include "records/vault/kdf.hpp"

namespace postvern::records::vault {

namespace {

// Code points of RFC 9180 7.1, 7.2 and 7.3.
constexpr std::uint16_t kDhkemX25519 = 0x0020;
constexpr std::uint16_t kHkdfSha256 = 0x0001;
constexpr std::uint16_t kAes128Gcm = 0x0001;
constexpr std::uint16_t kAes256Gcm = 0x0002;
constexpr char kModeBase = 0x00;

// I2OSP(value, 2)
std::string two_octets(std::size_t value) {
    return {static_cast<char>(value >> 8 & 0xff), static_cast<char>(value & 0xff)};
}

std::string kem_suite() { return "KEM" + two_octets(kDhkemX25519); }

std::string hpke_suite(Aead aead) {
    return "HPKE" + two_octets(kDhkemX25519) + two_octets(kHkdfSha256) +
           two_octets(aead == Aead::aes_128_gcm ? kAes128Gcm : kAes256Gcm);
}

// LabeledExtract and LabeledExpand. RFC 9180 4
Secret labeled_extract(const std::string& suite, std::string_view salt, std::string_view label,
                       std::string_view input) {
    std::string labeled = "HPKE-v1" + suite;
    labeled += label;
    labeled += input;
    Secret key = extract(salt, labeled);
    wipe(labeled);
    return key;
}

Secret labeled_expand(const std::string& suite, const Secret& key, std::string_view label,
                      std::string_view info, std::size_t size) {
    std::string labeled = two_octets(size) + "HPKE-v1" + suite;
    labeled += label;
    labeled += info;
    return expand(key.view(), labeled, size);
}

// RFC 9180 4.1: ExtractAndExpand(dh, kem_context)
Secret shared_secret_of(const Secret& agreed, std::string_view encapsulation,
                        std::string_view recipient_public_key) {
    std::string context(encapsulation);
    context += recipient_public_key;
    const Secret key = labeled_extract(kem_suite(), "", "eae_prk", agreed.view());
    return labeled_expand(kem_suite(), key, "shared_secret", context, kHashSize);
}

}  // namespace

HpkeContext::HpkeContext(Aead aead, const Secret& shared_secret, std::string_view info)
    : aead_(aead), suite_(hpke_suite(aead)) {
    std::string context(1, kModeBase);
    context += labeled_extract(suite_, "", "psk_id_hash", "").view();
    context += labeled_extract(suite_, "", "info_hash", info).view();
    const Secret secret = labeled_extract(suite_, shared_secret.view(), "secret", "");
    key_ = labeled_expand(suite_, secret, "key", context, key_size(aead));
    base_nonce_ = labeled_expand(suite_, secret, "base_nonce", context, kNonceSize);
    exporter_ = labeled_expand(suite_, secret, "exp", context, kHashSize);
}

// ComputeNonce and IncrementSeq: the sequence number, big-endian, added without carry to the base.
std::string HpkeContext::next_nonce() {
    std::string nonce(base_nonce_.view());
    for (std::size_t octet = 0; octet < 8; ++octet) {
        nonce[kNonceSize - 1 - octet] ^= static_cast<char>(sequence_ >> (8 * octet) & 0xff);
    }
    ++sequence_;
    return nonce;
}

std::string HpkeContext::seal(std::string_view associated, std::string_view plain) {
    std::string sealed(plain.size() + kTagSize, '\0');
    vault::seal(aead_, key_.view(), next_nonce(), associated, plain,
                reinterpret_cast<unsigned char*>(sealed.data()));
    return sealed;
}

Secret HpkeContext::open(std::string_view associated, std::string_view sealed) {
    if (sealed.size() < kTagSize || sealed.size() > kTagSize + Secret::kCapacity) {
        throw StorageError("a sealed key is damaged: it has a wrong length");
    }
    Secret plain(sealed.size() - kTagSize);
    if (!vault::open(aead_, key_.view(), next_nonce(), associated, sealed, plain.data())) {
        throw StorageError("a sealed key is damaged or belongs elsewhere");
    }
    return plain;
}

Secret HpkeContext::export_secret(std::string_view exporter_context, std::size_t size) const {
    return labeled_expand(suite_, exporter_, "sec", exporter_context, size);
}

Encapsulated encapsulate(const KeyPair& ephemeral, std::string_view recipient_public_key) {
    const Secret agreed = agree(ephemeral.private_key, recipient_public_key);
    return {ephemeral.public_key,
            shared_secret_of(agreed, ephemeral.public_key, recipient_public_key)};
}

Secret decapsulate(std::string_view encapsulation, const KeyPair& recipient) {
    const Secret agreed = agree(recipient.private_key, encapsulation);
    return shared_secret_of(agreed, encapsulation, recipient.public_key);
}

std::string seal_to(std::string_view recipient_public_key, std::string_view info,
                    const Secret& plain) {
    const Encapsulated sent = encapsulate(KeyPair::generate(), recipient_public_key);
    HpkeContext context(Aead::aes_256_gcm, sent.shared_secret, info);
    return sent.encapsulation + context.seal("", plain.view());
}

Secret open_sealed(const KeyPair& recipient, std::string_view info, std::string_view sealed) {
    if (sealed.size() < kCurveKeySize) {
        throw StorageError("a sealed key is damaged: it has a wrong length");
    }
    const Secret shared = decapsulate(sealed.substr(0, kCurveKeySize), recipient);
    HpkeContext context(Aead::aes_256_gcm, shared, info);
    return context.open("", sealed.substr(kCurveKeySize));
}

}  // namespace postvern::records::vault
