#include "compliance/disclosure/signing.hpp"

#include <sodium.h>

#include <algorithm>
#include <stdexcept>

#include "compliance/disclosure/lines.hpp"

namespace postvern::compliance::disclosure {

namespace {

const unsigned char* octets_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

void start_sodium() {
    if (sodium_init() < 0) throw std::runtime_error("the cryptographic library cannot be started");
}

}  // namespace

Hash sha256(std::string_view octets) {
    Hash hash;
    crypto_hash_sha256(hash.data(), octets_of(octets), octets.size());
    return hash;
}

std::string fingerprint(const SignerKey& key) {
    constexpr std::size_t kShown = 8;  // octets
    const Hash hash = sha256({reinterpret_cast<const char*>(key.octets.data()), key.octets.size()});
    return to_hex(std::span(hash).first<kShown>());
}

bool verifies(const SignerKey& key, std::string_view text, const Signature& signature) {
    start_sodium();
    return crypto_sign_verify_detached(signature.data(), octets_of(text), text.size(), key.octets.data()) == 0;
}

SigningKey SigningKey::generate() {
    start_sodium();
    std::array<std::uint8_t, 32> seed;
    randombytes_buf(seed.data(), seed.size());
    SigningKey key(seed);
    sodium_memzero(seed.data(), seed.size());
    return key;
}

SigningKey::SigningKey(std::span<const std::uint8_t, 32> seed) {
    static_assert(crypto_sign_SECRETKEYBYTES == 64 && crypto_sign_SEEDBYTES == 32);
    start_sodium();
    std::array<std::uint8_t, 32> public_key;
    crypto_sign_seed_keypair(public_key.data(), octets_.data(), seed.data());
}

SigningKey::SigningKey(SigningKey&& other) noexcept : octets_(other.octets_) {
    sodium_memzero(other.octets_.data(), other.octets_.size());
}

SigningKey& SigningKey::operator=(SigningKey&& other) noexcept {
    if (this != &other) {
        octets_ = other.octets_;
        sodium_memzero(other.octets_.data(), other.octets_.size());
    }
    return *this;
}

SigningKey::~SigningKey() { sodium_memzero(octets_.data(), octets_.size()); }

SignerKey SigningKey::public_key() const {
    SignerKey key;
    std::copy_n(octets_.begin() + 32, key.octets.size(), key.octets.begin());
    return key;
}

Signature SigningKey::sign(std::string_view text) const {
    Signature signature;
    crypto_sign_detached(signature.data(), nullptr, octets_of(text), text.size(), octets_.data());
    return signature;
}

std::span<const std::uint8_t, 32> SigningKey::seed() const { return std::span(octets_).first<32>(); }

}  // namespace postvern::compliance::disclosure
