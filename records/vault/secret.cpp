#include "records/vault/secret.hpp"

#include <openssl/crypto.h>
#include <openssl/rand.h>

#include <algorithm>
#include <stdexcept>

namespace postvern::records {

Secret::Secret(std::size_t size) : size_(size) {
    if (size > kCapacity) throw std::logic_error("a secret of more than 64 octets");
    std::fill_n(octets_.begin(), size, static_cast<unsigned char>(0));
}

Secret::Secret(Secret&& other) noexcept { *this = std::move(other); }

Secret& Secret::operator=(Secret&& other) noexcept {
    if (this == &other) return *this;
    wipe();
    std::copy_n(other.octets_.begin(), other.size_, octets_.begin());
    size_ = other.size_;
    other.wipe();
    return *this;
}

Secret::~Secret() { wipe(); }

Secret Secret::random(std::size_t size) {
    Secret secret(size);
    if (RAND_priv_bytes(secret.data(), static_cast<int>(size)) != 1) {
        throw std::runtime_error("the random generator failed");
    }
    return secret;
}

Secret Secret::copy_of(std::string_view octets) {
    Secret secret(octets.size());
    std::copy(octets.begin(), octets.end(), secret.octets_.begin());
    return secret;
}

void Secret::wipe() noexcept {
    if (size_ != 0) OPENSSL_cleanse(octets_.data(), size_);
    size_ = 0;
}

bool same_octets(std::string_view left, std::string_view right) noexcept {
    return left.size() == right.size() &&
           CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

void wipe(std::string& text) noexcept {
    // All that was allocated: a longer secret may have stood there before.
    text.resize(text.capacity());
    OPENSSL_cleanse(text.data(), text.size());
    text.clear();
}

}  // namespace postvern::records
