#include "records/reading_key.hpp"

#include <openssl/evp.h>

#include <charconv>

#include "records/sha256.hpp"
#include "records/vault/pem_key.hpp"
#include "records/vault/x25519.hpp"

namespace postvern::records {

namespace {

constexpr vault::PemAlgorithm kX25519{EVP_PKEY_X25519, "X25519",
                                      "keys of records are sealed to X25519"};

}  // namespace

ReadingPublicKey read_reading_public_key(std::string_view pem) {
    const vault::PemKey key = vault::read_public_pem(pem, kX25519);
    ReadingPublicKey half{std::string(vault::kCurveKeySize, '\0')};
    std::size_t size = half.octets.size();
    if (EVP_PKEY_get_raw_public_key(key.get(), reinterpret_cast<unsigned char*>(half.octets.data()),
                                    &size) != 1 ||
        size != half.octets.size()) {
        throw Unacceptable("the key has no public half of 32 octets");
    }
    try {
        vault::agree(vault::KeyPair::generate().private_key, half.octets);
    } catch (const StorageError&) {
        throw Unacceptable(
            "nothing can be sealed to that key (a point of small order); make another with "
            "`openssl genpkey -algorithm X25519`");
    }
    return half;
}

std::string fingerprint(const ReadingPublicKey& key) {
    constexpr std::size_t kShown = 8;  // octets
    const Sha256 hash = sha256(key.octets);
    return hexadecimal(std::span(hash).first<kShown>());
}

ReadingKey::ReadingKey(std::unique_ptr<const vault::KeyPair> pair) : pair_(std::move(pair)) {}
ReadingKey::ReadingKey(ReadingKey&&) noexcept = default;
ReadingKey& ReadingKey::operator=(ReadingKey&&) noexcept = default;
ReadingKey::~ReadingKey() = default;

bool ReadingKey::is_encrypted(std::string_view pem) { return vault::is_encrypted_pem(pem); }

ReadingKey ReadingKey::read(std::string_view pem, std::string_view passphrase) {
    const vault::PemKey key = vault::read_private_pem(pem, passphrase, kX25519);
    Secret octets(vault::kCurveKeySize);
    std::size_t size = octets.size();
    if (EVP_PKEY_get_raw_private_key(key.get(), octets.data(), &size) != 1 ||
        size != octets.size()) {
        throw Unacceptable("the key has no private half of 32 octets");
    }
    return of(octets.view());
}

ReadingKey ReadingKey::of(std::string_view octets) {
    if (octets.size() != vault::kCurveKeySize) {
        throw Unacceptable("a private key of X25519 has 32 octets");
    }
    return ReadingKey(
        std::make_unique<const vault::KeyPair>(vault::KeyPair::of(Secret::copy_of(octets))));
}

ReadingPublicKey ReadingKey::public_key() const { return {pair_->public_key}; }

std::string ReadingKey::to_text() const {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string digits;
    digits.reserve(2 * vault::kCurveKeySize);  // does not grow: growing would leave a copy behind
    for (const char octet : pair_->private_key.view()) {
        digits += kDigits[static_cast<unsigned char>(octet) >> 4];
        digits += kDigits[static_cast<unsigned char>(octet) & 15];
    }
    return digits;
}

ReadingKey ReadingKey::of_text(std::string_view digits) {
    Secret octets(vault::kCurveKeySize);
    bool sound = digits.size() == 2 * vault::kCurveKeySize;
    for (std::size_t octet = 0; sound && octet < vault::kCurveKeySize; ++octet) {
        const char* const end = digits.data() + 2 * octet + 2;
        sound = std::from_chars(end - 2, end, octets.data()[octet], 16).ptr == end;
    }
    if (!sound) throw Unacceptable("a private key of X25519 has 64 hexadecimal digits");
    return of(octets.view());
}

}  // namespace postvern::records
