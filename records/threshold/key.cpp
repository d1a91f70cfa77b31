#include "records/threshold/key.hpp"

#include "records/threshold/fields.hpp"

namespace postvern::records::threshold {

namespace {

// Whether key, shares 1, 2 and 3 lie on one line: f(0) = 2 f(1) - f(2), f(3) = 2 f(2) - f(1).
bool on_one_line(const Element& key, const std::array<Element, 3>& shares) {
    try {
        const Scalar two = Scalar::of(2);
        return two * shares[0] - shares[1] == key && two * shares[1] - shares[0] == shares[2];
    } catch (const Refused&) {
        return false;
    }
}

std::uint32_t epoch_from(Reader& reader) {
    const auto epoch = static_cast<std::uint32_t>(reader.number(4));
    if (epoch == 0) reader.refuse("epoch", "0", 4);
    return epoch;
}

Scalar secret_from(Reader& reader, std::string_view field) {
    Scalar scalar = reader.scalar(field);
    if (scalar.zero()) reader.refuse(field, "zero", Scalar::kSize);
    return scalar;
}

}  // namespace

std::size_t pair_of(unsigned one, unsigned other) {
    if (one < 1 || other < 1 || one > kHolders || other > kHolders || one == other) {
        throw std::logic_error("not two of the three holders");
    }
    return one + other - 3;
}

std::string PublicKey::encode() const {
    Writer writer(kSize);
    writer.version().number(epoch, 4).add(key);
    for (const Element& share : shares) writer.add(share);
    for (const Element& pair : pairs) writer.add(pair);
    return writer.add(transcript).take();
}

PublicKey PublicKey::decode(std::string_view octets) {
    Reader reader("disclosure key", octets, kSize);
    reader.version();
    const auto three = [&](std::string_view field) -> std::array<Element, 3> {
        return {reader.element(field), reader.element(field), reader.element(field)};
    };
    const std::uint32_t epoch = epoch_from(reader);
    const Element key = reader.element("key");
    const auto shares = three("verification share");
    if (!on_one_line(key, shares)) {
        reader.refuse("verification shares", "not of this key", 3 * Element::kSize);
    }
    const auto pairs = three("mask of a pair");
    return {epoch, key, shares, pairs, reader.octets<32>()};
}

SecretOctets<Share::kSize> Share::encode() const {
    std::string octets = Writer(kSize)
                             .version()
                             .number(index, 1)
                             .number(epoch, 4)
                             .add(secret.octets().view())
                             .add(masks[0].octets().view())
                             .add(masks[1].octets().view())
                             .take();
    auto secret_octets = SecretOctets<kSize>::copy_of(octets);
    wipe(octets.data(), octets.size());
    return secret_octets;
}

Share Share::decode(std::string_view octets) {
    Reader reader("share", octets, kSize);
    reader.version();
    const unsigned index = reader.holder("index");
    const std::uint32_t epoch = epoch_from(reader);
    Scalar secret = secret_from(reader, "secret");
    Scalar first = secret_from(reader, "first mask");
    return {
        index, epoch, std::move(secret), {std::move(first), secret_from(reader, "second mask")}};
}

Share Share::clone() const {
    return {index, epoch, secret.clone(), {masks[0].clone(), masks[1].clone()}};
}

const Scalar& Share::mask_with(unsigned other) const {
    pair_of(index, other);
    return masks[other > index ? other - 2 : other - 1];
}

bool Share::belongs_to(const PublicKey& key) const {
    if (index < 1 || index > kHolders || epoch != key.epoch || secret.zero()) return false;
    if (Element::base(secret) != key.shares[index - 1]) return false;
    for (unsigned other = 1; other <= kHolders; ++other) {
        if (other == index) continue;
        const Scalar& mask = mask_with(other);
        if (mask.zero() || Element::base(mask) != key.pairs[pair_of(index, other)]) return false;
    }
    return true;
}

}  // namespace postvern::records::threshold
