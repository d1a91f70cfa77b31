#include "records/threshold/element.hpp"

#include <sodium.h>

#include "records/threshold/hash.hpp"

namespace postvern::records::threshold {

namespace {

static_assert(crypto_core_ristretto255_BYTES == Element::kSize);

void refuse_identity(int failed, const Octets<Element::kSize>& result) {
    if (failed != 0 || sodium_is_zero(result.data(), result.size()) == 1) {
        throw Refused("the identity where an element of the group is due");
    }
}

}  // namespace

Element Element::decode(std::string_view octets) {
    if (octets.size() != kSize) throw Malformed("an element that has not 32 octets", 0);
    const auto copy = octets_of<kSize>(octets);
    if (sodium_is_zero(copy.data(), kSize) == 1) throw Malformed("the identity", 0);
    // The highest bit: libsodium 1.0.18 leaves it out of what it compares with the field's order.
    if ((copy[kSize - 1] & 0x80) != 0 ||
        crypto_core_ristretto255_is_valid_point(copy.data()) != 1) {
        throw Malformed("no encoding of an element", 0);
    }
    return Element(copy);
}

Element Element::mapped(const SecretOctets<64>& wide) {
    Octets<kSize> result;
    crypto_core_ristretto255_from_hash(result.data(), wide.data());
    refuse_identity(0, result);
    return Element(result);
}

Element Element::base(const Scalar& scalar) {
    Octets<kSize> result;
    refuse_identity(crypto_scalarmult_ristretto255_base(result.data(), scalar.octets().data()),
                    result);
    return Element(result);
}

Element operator*(const Scalar& scalar, const Element& element) {
    Octets<Element::kSize> result;
    refuse_identity(crypto_scalarmult_ristretto255(result.data(), scalar.octets().data(),
                                                   element.octets_.data()),
                    result);
    return Element(result);
}

Element operator+(const Element& left, const Element& right) {
    Octets<Element::kSize> result;
    refuse_identity(
        crypto_core_ristretto255_add(result.data(), left.octets_.data(), right.octets_.data()),
        result);
    return Element(result);
}

Element operator-(const Element& left, const Element& right) {
    Octets<Element::kSize> result;
    refuse_identity(
        crypto_core_ristretto255_sub(result.data(), left.octets_.data(), right.octets_.data()),
        result);
    return Element(result);
}

const Element& second_generator() {
    static const Element generator = Hash("second generator").element();
    return generator;
}

}  // namespace postvern::records::threshold
