#include "records/threshold/ceremony.hpp"

#include "records/threshold/agreement.hpp"
#include "records/threshold/dealing.hpp"
#include "records/threshold/fields.hpp"
#include "records/threshold/message.hpp"

namespace postvern::records::threshold {

namespace {

void check_place(const Plan& plan, unsigned index, const DeviceKey& device,
                 const std::optional<Share>& old) {
    plan.check();
    if (index < 1 || index > kHolders || plan.roster[index - 1] != device.identity()) {
        throw Refused("the plan names another device at this place", index);
    }
    const bool needed = plan.previous && plan.deals(index);
    if (needed != old.has_value()) {
        throw Refused(needed ? "a dealer of new shares needs its old one"
                             : "an old share where none is dealt",
                      index);
    }
    if (old && (old->index != index || !old->belongs_to(*plan.previous))) {
        throw Refused("the old share is not one of the key that the plan names", index);
    }
}

}  // namespace

Participant::Participant(const Plan& plan, unsigned index, const DeviceKey& device,
                         std::optional<Share> old)
    : Participant(plan, index, device, std::move(old), SecretOctets<32>::random()) {}

Participant::Participant(const Plan& plan, unsigned index, const DeviceKey& device,
                         std::optional<Share> old, SecretOctets<32> seed)
    : plan_(plan),
      plan_hash_(plan.hash()),
      index_(index),
      device_(device.clone()),
      old_(std::move(old)),
      seed_(std::move(seed)) {
    check_place(plan_, index_, device_, old_);
    Octets<32> commitment{};
    if (plan_.deals(index_)) {
        const Line line = Line::of(plan_, plan_hash_, index_, seed_, old_ ? &*old_ : nullptr);
        commitment = commitment_to(line.commitments(plan_hash_, index_, seed_), plan_hash_, index_);
    }
    const Ephemeral ephemeral(seed_, plan_hash_, index_);
    send(kOpening, Writer(Opening::kSize).add(commitment).add(ephemeral.identity()).take());
}

void Participant::receive(std::string_view message) {
    if (aborted_) throw Refused("the ceremony has ended: " + aborted_->text());
    const Envelope envelope = open_envelope(message, plan_, plan_hash_);
    const auto [kind, sender, body] = envelope;
    const auto known = messages_.find({kind, sender});
    if (known != messages_.end() && known->second == message) return;
    if (sender == index_) {
        throw Refused(
            "a message of this device that it did not send: its key is used elsewhere, or "
            "it was taken back to an earlier state",
            sender);
    }
    if (kind == kDealing && !plan_.deals(sender)) {
        throw Refused("a dealing of a device that is to receive only", sender);
    }
    if (kind == kComplaint) return abort({Complaint::received, sender});
    if (known != messages_.end()) return abort({Complaint::equivocation, sender});
    messages_.emplace(std::pair{kind, sender}, message);
    proceed();
}

void Participant::proceed() {
    if (!complete(kOpening)) return;
    if (const auto fault = fault_of_openings()) return abort(*fault);
    if (plan_.deals(index_) && !has(kDealing, index_)) deal();
    if (!complete(kDealing)) return;
    if (!has(kConfirmation, index_)) {
        if (const auto fault = fault_of_dealings()) return abort(*fault);
        confirm();
    }
    if (!complete(kConfirmation)) return;
    if (const auto fault = fault_of_confirmations()) abort(*fault);
}

void Participant::deal() {
    const Line line = Line::of(plan_, plan_hash_, index_, seed_, old_ ? &*old_ : nullptr);
    Dealing dealing = line.commitments(plan_hash_, index_, seed_);
    dealing.openings = hash_of_openings();
    for (std::size_t place = 0; place < dealing.sealed.size(); ++place) {
        const unsigned other = other_of(index_, place);
        dealing.sealed[place] = seal_share(line.at(other), agreed_with(other),
                                           {plan_hash_, dealing.openings, index_, other});
    }
    send(kDealing, dealing.encode());
}

void Participant::confirm() {
    const auto mask = [&](std::size_t place) {
        const unsigned other = other_of(index_, place);
        return Element::base(pair_mask(agreed_with(other), plan_hash_, index_, other));
    };
    send(kConfirmation, Confirmation{hash_of_messages(), {mask(0), mask(1)}}.encode());
}

void Participant::abort(Abort why) {
    aborted_ = why;
    seed_ = SecretOctets<32>();
    old_.reset();
    const auto complaint = static_cast<std::uint8_t>(why.complaint);
    send(kComplaint, Writer(kComplaintSize).number(complaint, 1).number(why.accused, 1).take());
}

void Participant::send(std::uint8_t kind, std::string_view body) {
    messages_[{kind, index_}] = seal_envelope(kind, index_, plan_hash_, body, device_);
}

std::vector<std::string> Participant::outgoing() const {
    if (aborted_) return {messages_.at({kComplaint, index_})};
    std::vector<std::string> own;
    for (const std::uint8_t kind : {kOpening, kDealing, kConfirmation}) {
        if (has(kind, index_)) own.push_back(messages_.at({kind, index_}));
    }
    return own;
}

bool Participant::agreed() const noexcept { return !aborted_ && complete(kConfirmation); }

Participant::Result Participant::finish(const Octets<32>& compared) const {
    if (compared != transcript()) {
        throw Refused("the transcripts differ: destroy what came of this ceremony");
    }
    std::optional<Scalar> secret;
    std::optional<Element> key;
    std::optional<Element> slope;
    for (const unsigned dealer : plan_.dealers) {
        const Dealing dealing = Dealing::decode(body(kDealing, dealer));
        const Scalar dealt = dealt_by(dealer).value();
        secret = secret ? *secret + dealt : dealt.clone();
        key = key ? *key + dealing.at_zero : dealing.at_zero;
        slope = slope ? *slope + dealing.slope : dealing.slope;
    }
    const auto share_of = [&](std::uint8_t index) { return *key + Scalar::of(index) * *slope; };
    PublicKey public_key{
        plan_.epoch(), *key, {share_of(1), share_of(2), share_of(3)}, pairs(), compared};
    const auto mask = [&](std::size_t place) {
        const unsigned other = other_of(index_, place);
        return pair_mask(agreed_with(other), plan_hash_, index_, other);
    };
    Share share{index_, plan_.epoch(), std::move(*secret), {mask(0), mask(1)}};
    if (!share.belongs_to(public_key) || (plan_.previous && plan_.previous->key != *key)) {
        throw Refused("what came of the ceremony does not fit together: begin another");
    }
    return {std::move(public_key), std::move(share)};
}

}  // namespace postvern::records::threshold
