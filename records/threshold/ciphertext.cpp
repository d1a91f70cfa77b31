#include "records/threshold/ciphertext.hpp"

#include "records/threshold/fields.hpp"
#include "records/threshold/hash.hpp"
#include "records/threshold/period_key_mask.hpp"

namespace postvern::records::threshold {

namespace {

struct Commitments {
    Element to_point;         // w = s G
    Element to_second_point;  // s H
};

Scalar challenge_for(const PublicKey& key, const Label& label, const Octets<32>& sealed,
                     const Element& point, const Element& second_point,
                     const Commitments& commitments) {
    return Hash("ciphertext")
        .add(key.key)
        .add(label.encode())
        .add(view(sealed))
        .add(point)
        .add(second_point)
        .add(commitments.to_point)
        .add(commitments.to_second_point)
        .scalar();
}

// Follows from everything, so that a generator that fails repeats a ciphertext, and shows no key.
Scalar drawn(const SecretOctets<32>& randomness, const PublicKey& key, const Label& label,
             const PeriodKey& period_key, std::uint64_t which) {
    return Hash("encryption randomness")
        .add(randomness.view())
        .add(key.key)
        .add(label.encode())
        .add(period_key.view())
        .number(which)
        .scalar();
}

}  // namespace

std::string Ciphertext::encode() const {
    return Writer(kSize)
        .version()
        .add(sealed)
        .add(point)
        .add(second_point)
        .add(challenge)
        .add(response)
        .take();
}

Ciphertext Ciphertext::decode(std::string_view octets) {
    Reader reader("ciphertext", octets, kSize);
    reader.version();
    // In the order in which they are written: list-initialisation evaluates from left to right.
    return Ciphertext{reader.octets<32>(), reader.element("point"), reader.element("second point"),
                      reader.public_scalar("challenge"), reader.public_scalar("response")};
}

SecretOctets<32> period_key_mask(const PublicKey& key, const Label& label, const Element& point,
                                 const Element& shared) {
    return Hash("period key").add(key.key).add(label.encode()).add(point).add(shared).key();
}

Ciphertext encrypt(const PublicKey& key, const Label& label, const PeriodKey& period_key) {
    return encrypt(key, label, period_key, SecretOctets<32>::random());
}

Ciphertext encrypt(const PublicKey& key, const Label& label, const PeriodKey& period_key,
                   const SecretOctets<32>& randomness) {
    const Scalar r = drawn(randomness, key, label, period_key, 0);
    const Scalar s = drawn(randomness, key, label, period_key, 1);
    const Element point = Element::base(r);
    const Element second_point = r * second_generator();
    const auto mask = period_key_mask(key, label, point, r * key.key);
    Octets<32> sealed;
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        sealed[i] = period_key.data()[i] ^ mask.data()[i];
    }
    const Scalar challenge = challenge_for(key, label, sealed, point, second_point,
                                           {Element::base(s), s * second_generator()});
    return {sealed, point, second_point, PublicScalar(challenge), PublicScalar(s + r * challenge)};
}

bool verify(const PublicKey& key, const Ciphertext& ciphertext, const Label& label) {
    try {
        const Scalar challenge = ciphertext.challenge.scalar();
        const Scalar response = ciphertext.response.scalar();
        const Commitments commitments{
            Element::base(response) - challenge * ciphertext.point,
            response * second_generator() - challenge * ciphertext.second_point};
        return PublicScalar(challenge_for(key, label, ciphertext.sealed, ciphertext.point,
                                          ciphertext.second_point, commitments)) ==
               ciphertext.challenge;
    } catch (const Refused&) {
        return false;  // the identity in between: no honest maker meets it
    }
}

}  // namespace postvern::records::threshold
