// Elements of the ristretto255 group (RFC 9496), written multiples of one generator.
// INVARIANT: never the identity, always decoded from or encoded as the one canonical form.
// libsodium 1.0.18 takes the identity; this type does not, and an operation that would give it
// throws.
#pragma once

#include <string_view>

#include "records/threshold/octets.hpp"
#include "records/threshold/scalar.hpp"

namespace postvern::records::threshold {

class Element {
  public:
    static constexpr std::size_t kSize = 32;  // octets

    // Throws Malformed unless `octets` are the canonical encoding of an element that is not the
    // identity.  RFC 9496 4.3.1
    static Element decode(std::string_view octets);
    // The element that 64 octets are mapped to, uniform when they are. Nobody knows its discrete
    // logarithm when they come from a hash.  RFC 9496 4.3.4
    static Element mapped(const SecretOctets<64>& wide);
    // `scalar` times the generator. Throws Refused for zero.
    static Element base(const Scalar& scalar);

    Element(const Element&) = default;
    Element& operator=(const Element&) = default;
    ~Element() { wipe(octets_.data(), kSize); }  // some are secret: what a key is sealed under

    const Octets<kSize>& octets() const noexcept { return octets_; }

    // Throw Refused where the result is the identity.
    friend Element operator*(const Scalar& scalar, const Element& element);
    friend Element operator+(const Element& left, const Element& right);
    friend Element operator-(const Element& left, const Element& right);
    friend bool operator==(const Element& left, const Element& right) noexcept {
        return same(left.octets_.data(), right.octets_.data(), kSize);
    }

  private:
    Element() noexcept { octets_.fill(0); }  // for the one operation that fills it
    void not_the_identity(int failed) const;

    Octets<kSize> octets_;
};

// The second generator of TDH2: a hash, so that nobody knows its logarithm.
const Element& second_generator();

}  // namespace postvern::records::threshold
