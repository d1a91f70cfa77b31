#include "records/threshold/partial.hpp"

#include <algorithm>

#include "records/threshold/fields.hpp"
#include "records/threshold/hash.hpp"
#include "records/threshold/period_key_mask.hpp"

namespace postvern::records::threshold {

namespace {

// All that a contribution and its proof are about.
struct Matter {
    const PublicKey& key;
    const std::string ciphertext;
    const std::string label;
    const RequestHash& request;
    unsigned index;
    unsigned with;

    Hash& put_into(Hash& hash) const {
        return hash.add(key.encode()).add(view(request)).add(ciphertext).add(label);
    }
    Scalar weight() const { return lagrange_at_zero(index, std::array{index, with}); }
    const Element& share() const { return key.shares[index - 1]; }
    const Element& pair() const { return key.pairs[pair_of(index, with)]; }
    // The element that the mask multiplies: of this pair, request and ciphertext, and no other.
    Element mask_point() const {
        Hash hash("mask point");
        return put_into(hash).number(std::min(index, with)).number(std::max(index, with)).element();
    }
    // The lower holder adds the mask, the higher takes it away.
    Element masked(const Element& bare, const Element& mask) const {
        return index < with ? bare + mask : bare - mask;
    }
};

struct Commitments {
    Element to_share;         // a G
    Element to_mask;          // b G
    Element to_contribution;  // a u +- b P
};

Scalar challenge_for(const Matter& matter, const Element& contribution,
                     const Commitments& commitments) {
    Hash hash("partial");
    return matter.put_into(hash)
        .number(matter.index)
        .number(matter.with)
        .add(matter.share())
        .add(matter.pair())
        .add(contribution)
        .add(commitments.to_share)
        .add(commitments.to_mask)
        .add(commitments.to_contribution)
        .scalar();
}

// Follows from the secrets and the whole matter: never the same for two challenges.
Scalar nonce(const Share& share, const Matter& matter, std::uint64_t which) {
    Hash hash("partial nonce");
    hash.add(share.secret).add(share.mask_with(matter.with));
    return matter.put_into(hash).number(matter.index).number(matter.with).number(which).scalar();
}

const Partial& held(const PublicKey& key, const Partial& partial, const Ciphertext& ciphertext,
                    const Label& label, const RequestHash& request) {
    if (partial.epoch != key.epoch) {
        throw Refused("a contribution of epoch " + std::to_string(partial.epoch) +
                          " where the key is of epoch " + std::to_string(key.epoch),
                      partial.index);
    }
    if (!verify_partial(key, partial, ciphertext, label, request)) {
        throw Refused("the proof of a contribution does not hold", partial.index);
    }
    return partial;
}

}  // namespace

std::string Partial::encode() const {
    return Writer(kSize)
        .version()
        .number(epoch, 4)
        .number(index, 1)
        .number(with, 1)
        .add(contribution)
        .add(challenge)
        .add(response)
        .add(mask_response)
        .take();
}

Partial Partial::decode(std::string_view octets) {
    Reader reader("partial", octets, kSize);
    reader.version();
    const auto epoch = static_cast<std::uint32_t>(reader.number(4));
    if (epoch == 0) reader.refuse("epoch", "0", 4);
    const unsigned index = reader.holder("index");
    const unsigned with = reader.holder("other holder");
    if (with == index) reader.refuse("other holder", "the same", 1);
    return Partial{index,
                   with,
                   epoch,
                   reader.element("contribution"),
                   reader.public_scalar("challenge"),
                   reader.public_scalar("response"),
                   reader.public_scalar("response for the mask")};
}

Partial partial(const Share& share, unsigned with, const PublicKey& key,
                const Ciphertext& ciphertext, const Label& label, const RequestHash& request) {
    if (with < 1 || with > kHolders || with == share.index) {
        throw Refused("a contribution needs another holder to be combined with");
    }
    if (!share.belongs_to(key)) {
        throw Refused("the share is not one of this key and epoch", share.index);
    }
    if (!verify(key, ciphertext, label)) {
        throw Refused("the ciphertext is not one for this key under this label");
    }
    const Matter matter{key, ciphertext.encode(), label.encode(), request, share.index, with};
    const Element mask_point = matter.mask_point();
    const Scalar weighted = matter.weight() * share.secret;
    const Scalar& mask = share.mask_with(with);
    const Element contribution = matter.masked(weighted * ciphertext.point, mask * mask_point);

    const Scalar a = nonce(share, matter, 0);
    const Scalar b = nonce(share, matter, 1);
    const Scalar challenge = challenge_for(
        matter, contribution,
        {Element::base(a), Element::base(b), matter.masked(a * ciphertext.point, b * mask_point)});
    return {share.index,
            with,
            key.epoch,
            contribution,
            PublicScalar(challenge),
            PublicScalar(a + challenge * weighted),
            PublicScalar(b + challenge * mask)};
}

bool verify_partial(const PublicKey& key, const Partial& partial, const Ciphertext& ciphertext,
                    const Label& label, const RequestHash& request) {
    const auto holder = [](unsigned index) { return index >= 1 && index <= kHolders; };
    if (!holder(partial.index) || !holder(partial.with) || partial.index == partial.with)
        return false;
    if (partial.epoch != key.epoch) return false;
    try {
        const Matter matter{key,     ciphertext.encode(), label.encode(),
                            request, partial.index,       partial.with};
        const Scalar challenge = partial.challenge.scalar();
        const Scalar response = partial.response.scalar();
        const Scalar mask_response = partial.mask_response.scalar();
        const Commitments commitments{
            Element::base(response) - (challenge * matter.weight()) * matter.share(),
            Element::base(mask_response) - challenge * matter.pair(),
            matter.masked(response * ciphertext.point, mask_response * matter.mask_point()) -
                challenge * partial.contribution};
        return PublicScalar(challenge_for(matter, partial.contribution, commitments)) ==
               partial.challenge;
    } catch (const Refused&) {
        return false;  // the identity in between: no honest holder meets it
    }
}

PeriodKey combine(const PublicKey& key, const Ciphertext& ciphertext, const Label& label,
                  const RequestHash& request, const Partial& one, const Partial& other,
                  const Commit& commit) {
    if (!verify(key, ciphertext, label)) {
        throw Refused("the ciphertext is not one for this key under this label");
    }
    if (one.index != other.with || other.index != one.with) {
        throw Refused("the contributions are not of two holders to each other");
    }
    const Element shared = held(key, one, ciphertext, label, request).contribution +
                           held(key, other, ciphertext, label, request).contribution;
    const auto mask = period_key_mask(key, label, ciphertext.point, shared);
    PeriodKey period_key;
    for (std::size_t i = 0; i < PeriodKey::size(); ++i) {
        period_key.data()[i] = static_cast<unsigned char>(ciphertext.sealed[i] ^ mask.data()[i]);
    }
    if (!same(commit(period_key).data(), label.commitment.data(), label.commitment.size())) {
        throw Refused("what is inside is not the period key that the label commits to");
    }
    return period_key;
}

}  // namespace postvern::records::threshold
