#include "records/vault/aead.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <memory>
#include <stdexcept>

#include "records/errors.hpp"
#include "records/vault/drawn_octets.hpp"

namespace postvern::records::vault {

static_assert(kNonceSize == kNonceOctets);

namespace {

const unsigned char* octets(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

EVP_CIPHER* fetched(const char* name) {
    EVP_CIPHER* cipher = EVP_CIPHER_fetch(nullptr, name, nullptr);
    if (cipher == nullptr) throw std::runtime_error(std::string("OpenSSL lacks ") + name);
    return cipher;
}

// Kept until the process ends.
EVP_CIPHER* cipher_of(Aead aead) {
    static EVP_CIPHER* const aes_128 = fetched("AES-128-GCM");
    static EVP_CIPHER* const aes_256 = fetched("AES-256-GCM");
    return aead == Aead::aes_128_gcm ? aes_128 : aes_256;
}

struct FreeContext {
    void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_CIPHER_CTX, FreeContext>;

Context make_context(Aead aead) {
    Context context(EVP_CIPHER_CTX_new());
    if (!context ||
        EVP_CipherInit_ex2(context.get(), cipher_of(aead), nullptr, nullptr, 1, nullptr) != 1) {
        throw std::runtime_error("OpenSSL cannot set up AES-GCM");
    }
    return context;
}

EVP_CIPHER_CTX* context_of(Aead aead) {
    thread_local const Context aes_128 = make_context(Aead::aes_128_gcm);
    thread_local const Context aes_256 = make_context(Aead::aes_256_gcm);
    return aead == Aead::aes_128_gcm ? aes_128.get() : aes_256.get();
}

void expect(bool succeeded) {
    if (!succeeded) throw std::runtime_error("AES-GCM failed");
}

enum Direction : int { kOpening = 0, kSealing = 1 };

// The context with key, nonce and associated data taken in.
EVP_CIPHER_CTX* begin(Aead aead, Direction direction, std::string_view key, std::string_view nonce,
                      std::string_view associated) {
    if (key.size() != key_size(aead) || nonce.size() != kNonceSize) {
        throw std::logic_error("key or nonce of the wrong size");
    }
    EVP_CIPHER_CTX* context = context_of(aead);
    expect(EVP_CipherInit_ex2(context, nullptr, octets(key), octets(nonce), direction, nullptr));
    int taken = 0;
    if (!associated.empty()) {
        expect(EVP_CipherUpdate(context, nullptr, &taken, octets(associated),
                                static_cast<int>(associated.size())));
    }
    return context;
}

}  // namespace

void seal(Aead aead, std::string_view key, std::string_view nonce, std::string_view associated,
          std::string_view plain, unsigned char* out) {
    EVP_CIPHER_CTX* context = begin(aead, kSealing, key, nonce, associated);
    int written = 0;
    if (!plain.empty()) {
        expect(EVP_CipherUpdate(context, out, &written, octets(plain),
                                static_cast<int>(plain.size())));
    }
    expect(EVP_CipherFinal_ex(context, out + written, &written));
    expect(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, kTagSize, out + plain.size()));
}

bool open(Aead aead, std::string_view key, std::string_view nonce, std::string_view associated,
          std::string_view sealed, unsigned char* out) {
    if (sealed.size() < kTagSize) return false;
    const std::size_t size = sealed.size() - kTagSize;
    EVP_CIPHER_CTX* context = begin(aead, kOpening, key, nonce, associated);
    int written = 0;
    if (size != 0) {
        expect(EVP_CipherUpdate(context, out, &written, octets(sealed), static_cast<int>(size)));
    }
    // OpenSSL takes the tag as a pointer to non-const, and only reads it.
    auto* tag = const_cast<char*>(sealed.data() + size);
    expect(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, kTagSize, tag));
    if (EVP_CipherFinal_ex(context, out + written, &written) == 1) return true;
    OPENSSL_cleanse(out, size);
    return false;
}

std::string seal_small(const Secret& key, std::string_view associated, std::string_view plain) {
    std::string sealed(kSealedOverhead + plain.size(), '\0');
    auto* out = reinterpret_cast<unsigned char*>(sealed.data());
    draw_nonce(out);
    seal(Aead::aes_256_gcm, key.view(), std::string_view(sealed).substr(0, kNonceSize), associated,
         plain, out + kNonceSize);
    return sealed;
}

std::string seal_small(const Secret& key, std::string_view associated, const Secret& plain) {
    return seal_small(key, associated, plain.view());
}

namespace {

void open_small_into(const Secret& key, std::string_view associated, std::string_view sealed,
                     std::string_view what, unsigned char* out) {
    if (!open(Aead::aes_256_gcm, key.view(), sealed.substr(0, kNonceSize), associated,
              sealed.substr(kNonceSize), out)) {
        throw StorageError(std::string(what) + " is damaged or belongs elsewhere");
    }
}

void expect_size(bool fits, std::string_view what) {
    if (!fits) throw StorageError(std::string(what) + " is damaged: it has a wrong length");
}

}  // namespace

std::string open_small(const Secret& key, std::string_view associated, std::string_view sealed,
                       std::string_view what) {
    expect_size(sealed.size() >= kSealedOverhead, what);
    std::string plain(sealed.size() - kSealedOverhead, '\0');
    open_small_into(key, associated, sealed, what, reinterpret_cast<unsigned char*>(plain.data()));
    return plain;
}

Secret open_small_secret(const Secret& key, std::string_view associated, std::string_view sealed,
                         std::string_view what) {
    expect_size(
        sealed.size() >= kSealedOverhead && sealed.size() <= kSealedOverhead + Secret::kCapacity,
        what);
    Secret plain(sealed.size() - kSealedOverhead);
    open_small_into(key, associated, sealed, what, plain.data());
    return plain;
}

}  // namespace postvern::records::vault
