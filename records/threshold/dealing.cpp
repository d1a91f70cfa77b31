#include "records/threshold/dealing.hpp"

#include "records/threshold/hash.hpp"

namespace postvern::records::threshold {

namespace {

Scalar from_seed(std::string_view use, const SecretOctets<32>& seed, const Octets<32>& plan_hash,
                 unsigned index) {
    return Hash(use).add(seed.view()).add(view(plan_hash)).number(index).scalar();
}

Scalar possession_challenge(const Octets<32>& plan_hash, unsigned dealer, const Element& at_zero,
                            const Element& slope, const Element& commitment) {
    return Hash("possession")
        .add(view(plan_hash))
        .number(dealer)
        .add(at_zero)
        .add(slope)
        .add(commitment)
        .scalar();
}

}  // namespace

Line Line::of(const Plan& plan, const Octets<32>& plan_hash, unsigned index,
              const SecretOctets<32>& seed, const Share* old) {
    Scalar at_zero = old != nullptr ? lagrange_at_zero(index, plan.dealers) * old->secret
                                    : from_seed("value at zero", seed, plan_hash, index);
    return {std::move(at_zero), from_seed("slope", seed, plan_hash, index)};
}

Scalar Line::at(unsigned index) const {
    return at_zero_ + Scalar::of(static_cast<std::uint8_t>(index)) * slope_;
}

Dealing Line::commitments(const Octets<32>& plan_hash, unsigned index,
                          const SecretOctets<32>& seed) const {
    const Element at_zero = Element::base(at_zero_);
    const Element slope = Element::base(slope_);
    // The same nonce always meets the same challenge: both follow from seed and plan.
    const Scalar nonce = from_seed("possession nonce", seed, plan_hash, index);
    const Scalar challenge =
        possession_challenge(plan_hash, index, at_zero, slope, Element::base(nonce));
    return {{}, at_zero, slope, PublicScalar(challenge), PublicScalar(nonce + challenge * at_zero_),
            {}};
}

Octets<32> commitment_to(const Dealing& dealing, const Octets<32>& plan_hash, unsigned dealer) {
    return Hash("dealing")
        .add(view(plan_hash))
        .number(dealer)
        .add(dealing.at_zero)
        .add(dealing.slope)
        .add(dealing.challenge)
        .add(dealing.response)
        .octets();
}

bool possession_holds(const Dealing& dealing, const Octets<32>& plan_hash, unsigned dealer) {
    try {
        const Element commitment =
            Element::base(dealing.response.scalar()) - dealing.challenge.scalar() * dealing.at_zero;
        return PublicScalar(possession_challenge(plan_hash, dealer, dealing.at_zero, dealing.slope,
                                                 commitment)) == dealing.challenge;
    } catch (const Refused&) {
        return false;
    }
}

bool deals_what_it_holds(const Dealing& dealing, const Plan& plan, unsigned dealer) {
    if (!plan.previous) return true;
    return lagrange_at_zero(dealer, plan.dealers) * plan.previous->shares[dealer - 1] ==
           dealing.at_zero;
}

Element committed_at(const Dealing& dealing, unsigned index) {
    return dealing.at_zero + Scalar::of(static_cast<std::uint8_t>(index)) * dealing.slope;
}

}  // namespace postvern::records::threshold
