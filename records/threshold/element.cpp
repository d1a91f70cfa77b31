#include "records/threshold/element.hpp"

#include <sodium.h>

#include "records/threshold/hash.hpp"

namespace postvern::records::threshold {

static_assert(crypto_core_ristretto255_BYTES == Element::kSize);

// libsodium's multiplications fail with the identity, its additions give it.
void Element::not_the_identity(int failed) const {
    if (failed != 0 || sodium_is_zero(octets_.data(), kSize) == 1) {
        throw Refused("the identity where an element of the group is due");
    }
}

Element Element::decode(std::string_view octets) {
    if (octets.size() != kSize) throw Malformed("an element that has not 32 octets", 0);
    Element element;
    element.octets_ = octets_of<kSize>(octets);
    const auto& copy = element.octets_;
    if (sodium_is_zero(copy.data(), kSize) == 1) throw Malformed("the identity", 0);
    // libsodium 1.0.18 leaves the highest bit out of its check: two encodings of one element.
    if ((copy[kSize - 1] & 0x80) != 0 ||
        crypto_core_ristretto255_is_valid_point(copy.data()) != 1) {
        throw Malformed("no encoding of an element", 0);
    }
    return element;
}

// Each result is made in the element itself: it may be secret, and leaves no copy on the stack.

Element Element::mapped(const SecretOctets<64>& wide) {
    Element result;
    result.not_the_identity(crypto_core_ristretto255_from_hash(result.octets_.data(), wide.data()));
    return result;
}

Element Element::base(const Scalar& scalar) {
    Element result;
    result.not_the_identity(
        crypto_scalarmult_ristretto255_base(result.octets_.data(), scalar.octets().data()));
    return result;
}

Element operator*(const Scalar& scalar, const Element& element) {
    Element result;
    result.not_the_identity(crypto_scalarmult_ristretto255(
        result.octets_.data(), scalar.octets().data(), element.octets_.data()));
    return result;
}

Element operator+(const Element& left, const Element& right) {
    Element result;
    result.not_the_identity(crypto_core_ristretto255_add(result.octets_.data(), left.octets_.data(),
                                                         right.octets_.data()));
    return result;
}

Element operator-(const Element& left, const Element& right) {
    Element result;
    result.not_the_identity(crypto_core_ristretto255_sub(result.octets_.data(), left.octets_.data(),
                                                         right.octets_.data()));
    return result;
}

const Element& second_generator() {
    static const Element generator = Hash("second generator").element();
    return generator;
}

}  // namespace postvern::records::threshold
