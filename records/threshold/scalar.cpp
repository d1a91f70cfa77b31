#include "records/threshold/scalar.hpp"

#include <sodium.h>

namespace postvern::records::threshold {

namespace {

static_assert(crypto_core_ristretto255_SCALARBYTES == Scalar::kSize);

// L, little-endian.  RFC 9496 4
constexpr Octets<32> kOrder = {0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7,
                               0xa2, 0xde, 0xf9, 0xde, 0x14, 0,    0,    0,    0,    0,    0,
                               0,    0,    0,    0,    0,    0,    0,    0,    0,    0x10};

// Whether subtracting L leaves a borrow; in the same time for all octets.
bool below_order(const unsigned char* octets) noexcept {
    unsigned borrow = 0;
    for (std::size_t i = 0; i < kOrder.size(); ++i) {
        borrow = (static_cast<unsigned>(octets[i]) - kOrder[i] - borrow) >> 8 & 1U;
    }
    return borrow == 1;
}

}  // namespace

Scalar Scalar::random() {
    while (true) {
        Scalar scalar = reduced(SecretOctets<64>::random());
        if (!scalar.zero()) return scalar;
    }
}

Scalar Scalar::of(std::uint8_t small) {
    SecretOctets<kSize> octets;
    octets.data()[0] = small;
    return Scalar(std::move(octets));
}

Scalar Scalar::reduced(const SecretOctets<64>& wide) {
    SecretOctets<kSize> octets;
    crypto_core_ristretto255_scalar_reduce(octets.data(), wide.data());
    return Scalar(std::move(octets));
}

Scalar Scalar::decode(std::string_view octets) {
    if (octets.size() != kSize) throw Malformed("a scalar that has not 32 octets", 0);
    auto copy = SecretOctets<kSize>::copy_of(octets);
    if (!below_order(copy.data())) throw Malformed("a scalar that is not reduced", 0);
    return Scalar(std::move(copy));
}

bool Scalar::zero() const noexcept { return sodium_is_zero(octets_.data(), kSize) == 1; }

Scalar operator+(const Scalar& left, const Scalar& right) {
    SecretOctets<Scalar::kSize> sum;
    crypto_core_ristretto255_scalar_add(sum.data(), left.octets_.data(), right.octets_.data());
    return Scalar(std::move(sum));
}

Scalar operator-(const Scalar& left, const Scalar& right) {
    SecretOctets<Scalar::kSize> difference;
    crypto_core_ristretto255_scalar_sub(difference.data(), left.octets_.data(),
                                        right.octets_.data());
    return Scalar(std::move(difference));
}

Scalar operator*(const Scalar& left, const Scalar& right) {
    SecretOctets<Scalar::kSize> product;
    crypto_core_ristretto255_scalar_mul(product.data(), left.octets_.data(), right.octets_.data());
    return Scalar(std::move(product));
}

Scalar Scalar::inverse() const {
    SecretOctets<kSize> inverse;
    if (crypto_core_ristretto255_scalar_invert(inverse.data(), octets_.data()) != 0) {
        throw std::logic_error("zero has no inverse");
    }
    return Scalar(std::move(inverse));
}

}  // namespace postvern::records::threshold
