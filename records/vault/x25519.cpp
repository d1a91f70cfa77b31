#include "records/vault/x25519.hpp"

#include <openssl/evp.h>

#include <atomic>
#include <memory>
#include <stdexcept>

#include "records/errors.hpp"

namespace postvern::records::vault {

namespace {

std::atomic<std::uint64_t> agreements{0};

struct FreeKey {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(EVP_PKEY_CTX* context) const { EVP_PKEY_CTX_free(context); }
};
using Key = std::unique_ptr<EVP_PKEY, FreeKey>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, FreeKey>;

Key private_key_of(const Secret& octets) {
    Key key(EVP_PKEY_new_raw_private_key(EVP_PKEY_X25519, nullptr, octets.data(), octets.size()));
    if (!key) throw std::logic_error("a private key has 32 octets");
    return key;
}

}  // namespace

KeyPair KeyPair::generate() { return of(Secret::random(kCurveKeySize)); }

KeyPair KeyPair::of(Secret private_key) {
    const Key key = private_key_of(private_key);
    std::string public_key(kCurveKeySize, '\0');
    std::size_t size = public_key.size();
    if (EVP_PKEY_get_raw_public_key(key.get(), reinterpret_cast<unsigned char*>(public_key.data()),
                                    &size) != 1) {
        throw std::runtime_error("OpenSSL gives no public key");
    }
    return {std::move(private_key), std::move(public_key)};
}

Secret agree(const Secret& private_key, std::string_view public_key) {
    agreements.fetch_add(1, std::memory_order_relaxed);
    const Key own = private_key_of(private_key);
    const Key peer(EVP_PKEY_new_raw_public_key(
        EVP_PKEY_X25519, nullptr, reinterpret_cast<const unsigned char*>(public_key.data()),
        public_key.size()));
    if (!peer) throw StorageError("a public key is damaged: it has a wrong length");
    const KeyContext context(EVP_PKEY_CTX_new(own.get(), nullptr));
    Secret shared(kCurveKeySize);
    std::size_t size = shared.size();
    if (!context || EVP_PKEY_derive_init(context.get()) != 1 ||
        EVP_PKEY_derive_set_peer(context.get(), peer.get()) != 1 ||
        // OpenSSL refuses the all-zero result itself.
        EVP_PKEY_derive(context.get(), shared.data(), &size) != 1 || size != kCurveKeySize) {
        throw StorageError("a public key is damaged: no secret can be agreed with it");
    }
    return shared;
}

std::uint64_t agreements_made() noexcept { return agreements.load(std::memory_order_relaxed); }

}  // namespace postvern::records::vault
