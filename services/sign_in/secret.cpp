#include "services/sign_in/secret.hpp"

#include <openssl/crypto.h>

#include <utility>

namespace postvern::services::sign_in {

Secret& Secret::operator=(Secret&& other) noexcept {
    if (this != &other) {
        wipe();
        octets_ = std::exchange(other.octets_, {});
    }
    return *this;
}

void Secret::wipe() noexcept {
    if (!octets_.empty()) OPENSSL_cleanse(octets_.data(), octets_.size());
}

}  // namespace postvern::services::sign_in
