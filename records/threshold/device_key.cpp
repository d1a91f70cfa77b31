#include <sodium.h>

#include "records/threshold/ceremony.hpp"

namespace postvern::records::threshold {

DeviceKey::DeviceKey(SecretOctets<32> seed) : seed_(std::move(seed)) {
    static_assert(crypto_sign_SEEDBYTES == 32 && crypto_sign_SECRETKEYBYTES == 64 &&
                  crypto_sign_PUBLICKEYBYTES == 32 && crypto_sign_BYTES == 64);
    crypto_sign_seed_keypair(identity_.data(), secret_.data(), seed_.data());
}

Octets<64> DeviceKey::sign(std::string_view octets) const {
    Octets<64> signature;
    crypto_sign_detached(signature.data(), nullptr,
                         reinterpret_cast<const unsigned char*>(octets.data()), octets.size(),
                         secret_.data());
    return signature;
}

bool signed_by(const DeviceIdentity& identity, std::string_view octets,
               const Octets<64>& signature) noexcept {
    return crypto_sign_verify_detached(signature.data(),
                                       reinterpret_cast<const unsigned char*>(octets.data()),
                                       octets.size(), identity.data()) == 0;
}

bool is_identity_of_a_device(const DeviceIdentity& identity) noexcept {
    return crypto_core_ed25519_is_valid_point(identity.data()) == 1;
}

}  // namespace postvern::records::threshold
