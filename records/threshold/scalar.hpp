// Integers modulo L = 2^252 + 27742317777372353535851937790883648493, the order of ristretto255
// (RFC 9496). A Scalar is a secret: it wipes itself, is not copied by accident, and all its
// arithmetic takes the same time for all values. PublicScalar is for what stands in messages.
// INVARIANT: below L. libsodium 1.0.18 takes scalars that are not reduced; these types do not.
#pragma once

#include <cstdint>
#include <string_view>

#include "records/threshold/octets.hpp"

namespace postvern::records::threshold {

class Scalar {
  public:
    static constexpr std::size_t kSize = 32;  // octets, little-endian

    // Uniform, never zero.
    static Scalar random();
    static Scalar of(std::uint8_t small);
    // 64 octets modulo L: uniform when they are.
    static Scalar reduced(const SecretOctets<64>& wide);
    // Throws Malformed unless there are 32 octets and they are below L; the time taken depends on
    // their number only.
    static Scalar decode(std::string_view octets);

    Scalar clone() const { return Scalar(octets_.clone()); }
    const SecretOctets<kSize>& octets() const noexcept { return octets_; }
    bool zero() const noexcept;

    friend Scalar operator+(const Scalar& left, const Scalar& right);
    friend Scalar operator-(const Scalar& left, const Scalar& right);
    friend Scalar operator*(const Scalar& left, const Scalar& right);
    // 1/x. Throws std::logic_error for zero.
    Scalar inverse() const;

  private:
    explicit Scalar(SecretOctets<kSize> octets) noexcept : octets_(std::move(octets)) {}

    SecretOctets<kSize> octets_;
};

// A scalar that everybody may see: challenges and responses of proofs.
class PublicScalar {
  public:
    static constexpr std::size_t kSize = Scalar::kSize;

    explicit PublicScalar(const Scalar& scalar)
        : octets_(octets_of<kSize>(scalar.octets().view())) {}
    static PublicScalar decode(std::string_view octets) {
        return PublicScalar(Scalar::decode(octets));
    }

    Scalar scalar() const { return Scalar::decode(view(octets_)); }
    const Octets<kSize>& octets() const noexcept { return octets_; }
    friend bool operator==(const PublicScalar& left, const PublicScalar& right) noexcept {
        return left.octets_ == right.octets_;
    }

  private:
    Octets<kSize> octets_;
};

// The coefficient of holder `at` (1 to 3) for the value at 0 of a polynomial that is known at the
// holders `set`, of whom `at` is one: the product of j / (j - at) over the others.
template <typename Holders>
Scalar lagrange_at_zero(unsigned at, const Holders& set) {
    Scalar above = Scalar::of(1);
    Scalar below = Scalar::of(1);
    for (const unsigned other : set) {
        if (other == at) continue;
        const Scalar index = Scalar::of(static_cast<std::uint8_t>(other));
        above = above * index;
        below = below * (index - Scalar::of(static_cast<std::uint8_t>(at)));
    }
    return above * below.inverse();
}

}  // namespace postvern::records::threshold
