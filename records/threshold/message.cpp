#include "records/threshold/message.hpp"

#include "records/threshold/fields.hpp"

namespace postvern::records::threshold {

namespace {

// Before what is signed, so that no signature for something else passes for one of a ceremony.
constexpr std::string_view kSignedAs = "postvern disclosure key ceremony 1\n";

constexpr std::size_t kHeadSize = 35;
constexpr std::size_t kSignatureSize = 64;

std::string signed_text(std::string_view head_and_body) {
    return std::string(kSignedAs) + std::string(head_and_body);
}

}  // namespace

std::size_t body_size(std::uint8_t kind) noexcept {
    switch (kind) {
        case kOpening:
            return Opening::kSize;
        case kDealing:
            return Dealing::kSize;
        case kConfirmation:
            return Confirmation::kSize;
        case kComplaint:
            return kComplaintSize;
        default:
            return 0;
    }
}

std::string Dealing::encode() const {
    return Writer(kSize)
        .add(openings)
        .add(at_zero)
        .add(slope)
        .add(challenge)
        .add(response)
        .add(sealed[0])
        .add(sealed[1])
        .take();
}

Dealing Dealing::decode(std::string_view body) {
    Reader reader("dealing", body, kSize);
    return Dealing{reader.octets<32>(),
                   reader.element("value at zero"),
                   reader.element("slope"),
                   reader.public_scalar("challenge"),
                   reader.public_scalar("response"),
                   {reader.octets<kSealedShareSize>(), reader.octets<kSealedShareSize>()}};
}

std::string Confirmation::encode() const {
    return Writer(kSize).add(messages).add(with_other[0]).add(with_other[1]).take();
}

Confirmation Confirmation::decode(std::string_view body) {
    Reader reader("confirmation", body, kSize);
    return Confirmation{reader.octets<32>(), {reader.element("mask"), reader.element("mask")}};
}

std::string seal_envelope(std::uint8_t kind, unsigned sender, const Octets<32>& plan,
                          std::string_view body, const DeviceKey& device) {
    Writer writer(kAround + body.size());
    std::string message =
        writer.version().number(kind, 1).number(sender, 1).add(plan).add(body).take();
    message += view(device.sign(signed_text(message)));
    return message;
}

std::string_view body_of(std::string_view message) {
    return message.substr(kHeadSize, message.size() - kAround);
}

Envelope open_envelope(std::string_view message, const Plan& plan, const Octets<32>& plan_hash) {
    // The kind decides on the size: it is looked at first.
    const auto kind = static_cast<std::uint8_t>(message.size() < 2 ? 0 : message[1]);
    if (body_size(kind) == 0) throw Malformed("message: kind: none of a ceremony", 1);
    Reader reader("message", message, kAround + body_size(kind));
    reader.version();
    reader.number(1);
    const unsigned sender = reader.holder("sender");
    if (reader.octets<32>() != plan_hash) {
        throw Refused("a message of another ceremony: its plan is a different one", sender);
    }
    reader.take(body_size(kind));
    const auto signature = reader.octets<kSignatureSize>();
    const auto text = signed_text(message.substr(0, message.size() - kSignatureSize));
    if (!signed_by(plan.roster[sender - 1], text, signature)) {
        throw Refused("a message that its sender's device did not sign", sender);
    }
    return {kind, sender, body_of(message)};
}

unsigned other_of(unsigned index, std::size_t place) {
    const auto other = static_cast<unsigned>(place + 1);
    return other < index ? other : other + 1;
}

std::size_t place_beside(unsigned index, unsigned other) {
    pair_of(index, other);
    return other < index ? other - 1 : other - 2;
}

}  // namespace postvern::records::threshold
