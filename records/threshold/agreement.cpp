#include "records/threshold/agreement.hpp"

#include <sodium.h>

#include <algorithm>

#include "records/threshold/hash.hpp"

namespace postvern::records::threshold {

namespace {

constexpr Octets<crypto_aead_chacha20poly1305_ietf_NPUBBYTES> kOnlyNonce{};

SecretOctets<32> share_key(const SecretOctets<32>& agreed, const Road& road) {
    return Hash("share key")
        .add(agreed.view())
        .add(view(road.plan_hash))
        .add(view(road.openings))
        .number(road.from)
        .number(road.to)
        .key();
}

}  // namespace

Ephemeral::Ephemeral(const SecretOctets<32>& seed, const Octets<32>& plan_hash, unsigned index)
    : secret_(Hash("ephemeral").add(seed.view()).add(view(plan_hash)).number(index).key()) {
    crypto_scalarmult_base(public_.data(), secret_.data());
}

SecretOctets<32> Ephemeral::agree(const Octets<32>& other) const {
    SecretOctets<32> agreed;
    if (crypto_scalarmult(agreed.data(), secret_.data(), other.data()) != 0) {
        throw Refused("an X25519 key of small order");
    }
    return agreed;
}

Octets<kSealedShareSize> seal_share(const Scalar& share, const SecretOctets<32>& agreed,
                                    const Road& road) {
    static_assert(kSealedShareSize == Scalar::kSize + crypto_aead_chacha20poly1305_ietf_ABYTES);
    const auto key = share_key(agreed, road);
    Octets<kSealedShareSize> sealed;
    crypto_aead_chacha20poly1305_ietf_encrypt(sealed.data(), nullptr, share.octets().data(),
                                              Scalar::kSize, nullptr, 0, nullptr, kOnlyNonce.data(),
                                              key.data());
    return sealed;
}

std::optional<Scalar> open_share(const Octets<kSealedShareSize>& sealed,
                                 const SecretOctets<32>& agreed, const Road& road) {
    const auto key = share_key(agreed, road);
    SecretOctets<Scalar::kSize> share;
    if (crypto_aead_chacha20poly1305_ietf_decrypt(share.data(), nullptr, nullptr, sealed.data(),
                                                  sealed.size(), nullptr, 0, kOnlyNonce.data(),
                                                  key.data()) != 0) {
        return std::nullopt;
    }
    try {
        return Scalar::decode(share.view());
    } catch (const Malformed&) {
        return std::nullopt;
    }
}

Scalar pair_mask(const SecretOctets<32>& agreed, const Octets<32>& plan_hash, unsigned one,
                 unsigned other) {
    return Hash("pair mask")
        .add(agreed.view())
        .add(view(plan_hash))
        .number(std::min(one, other))
        .number(std::max(one, other))
        .scalar();
}

}  // namespace postvern::records::threshold
