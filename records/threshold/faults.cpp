// What a participant finds wrong with the messages of the others; ceremony.cpp has the course.
#include <algorithm>

#include "records/threshold/agreement.hpp"
#include "records/threshold/ceremony.hpp"
#include "records/threshold/dealing.hpp"
#include "records/threshold/hash.hpp"
#include "records/threshold/message.hpp"

namespace postvern::records::threshold {

namespace {

constexpr std::array<unsigned, 3> kEach = {1, 2, 3};

std::string_view commitment_in(std::string_view opening) { return opening.substr(0, 32); }
std::string_view ephemeral_in(std::string_view opening) { return opening.substr(32, 32); }

bool is_malformed(std::string_view confirmation) {
    try {
        Confirmation::decode(confirmation);
        return false;
    } catch (const Malformed&) {
        return true;
    }
}

}  // namespace

std::string Abort::text() const {
    constexpr std::array<std::string_view, 9> kWords = {
        "",
        "two different messages of one kind",
        "signed what is not such a message",
        "dealt other than it had committed to",
        "the proof of possession does not hold",
        "did not deal the share that it holds",
        "the share is not on the committed polynomial",
        "has seen other messages, or has another mask",
        "complained"};
    const std::string who =
        accused == 0 ? "one of the others" : "holder " + std::to_string(accused);
    return who + ": " + std::string(kWords.at(static_cast<std::size_t>(complaint)));
}

bool Participant::has(std::uint8_t kind, unsigned sender) const {
    return messages_.count({kind, sender}) != 0;
}

bool Participant::complete(std::uint8_t kind) const {
    return std::all_of(kEach.begin(), kEach.end(), [&](unsigned sender) {
        return has(kind, sender) || (kind == kDealing && !plan_.deals(sender));
    });
}

std::string_view Participant::body(std::uint8_t kind, unsigned sender) const {
    return body_of(messages_.at({kind, sender}));
}

Octets<32> Participant::hash_of_openings() const {
    Hash hash("openings");
    hash.add(view(plan_hash_));
    for (const unsigned sender : kEach) hash.add(messages_.at({kOpening, sender}));
    return hash.octets();
}

Octets<32> Participant::hash_of_messages() const {
    Hash hash("messages");
    hash.add(view(plan_hash_));
    for (const unsigned sender : kEach) hash.add(messages_.at({kOpening, sender}));
    for (const unsigned dealer : plan_.dealers) hash.add(messages_.at({kDealing, dealer}));
    return hash.octets();
}

// As the confirmations have them, of which both of a pair agree.
std::array<Element, 3> Participant::pairs() const {
    const auto first = Confirmation::decode(body(kConfirmation, 1));
    const auto second = Confirmation::decode(body(kConfirmation, 2));
    return {first.with_other[0], first.with_other[1], second.with_other[1]};
}

Octets<32> Participant::transcript() const {
    if (!agreed()) throw Refused("the ceremony is not over");
    Hash hash("transcript");
    hash.add(view(hash_of_messages()));
    for (const Element& pair : pairs()) hash.add(pair);
    return hash.octets();
}

SecretOctets<32> Participant::agreed_with(unsigned other) const {
    const Ephemeral own(seed_, plan_hash_, index_);
    return own.agree(octets_of<32>(ephemeral_in(body(kOpening, other))));
}

std::optional<Scalar> Participant::dealt_by(unsigned dealer) const {
    if (dealer == index_) {
        return Line::of(plan_, plan_hash_, index_, seed_, old_ ? &*old_ : nullptr).at(index_);
    }
    const Dealing dealing = Dealing::decode(body(kDealing, dealer));
    auto share = open_share(dealing.sealed[place_beside(dealer, index_)], agreed_with(dealer),
                            {plan_hash_, dealing.openings, dealer, index_});
    try {
        if (share && Element::base(*share) == committed_at(dealing, index_)) return share;
    } catch (const Refused&) {
        // The identity: no line of an honest dealer passes through it.
    }
    return std::nullopt;
}

std::optional<Abort> Participant::fault_of_openings() const {
    for (const unsigned sender : kEach) {
        if (sender == index_) continue;
        const auto commitment = octets_of<32>(commitment_in(body(kOpening, sender)));
        if (!plan_.deals(sender) && commitment != Octets<32>{}) {
            return Abort{Complaint::malformed, sender};
        }
        try {
            agreed_with(sender);
        } catch (const Refused&) {
            return Abort{Complaint::malformed, sender};
        }
    }
    return std::nullopt;
}

std::optional<Complaint> Participant::fault_of_dealing(unsigned dealer) const {
    try {
        const Dealing dealing = Dealing::decode(body(kDealing, dealer));
        if (dealing.openings != hash_of_openings()) return Complaint::disagreement;
        if (view(commitment_to(dealing, plan_hash_, dealer)) !=
            commitment_in(body(kOpening, dealer))) {
            return Complaint::opening;
        }
        if (!deals_what_it_holds(dealing, plan_, dealer)) return Complaint::commitment;
        if (!possession_holds(dealing, plan_hash_, dealer)) return Complaint::possession;
        if (!dealt_by(dealer)) return Complaint::share;
    } catch (const Malformed&) {
        return Complaint::malformed;
    }
    return std::nullopt;
}

std::optional<Abort> Participant::fault_of_dealings() const {
    for (const unsigned dealer : plan_.dealers) {
        if (dealer == index_) continue;
        if (const auto fault = fault_of_dealing(dealer)) return Abort{*fault, dealer};
    }
    return std::nullopt;
}

std::optional<Abort> Participant::fault_of_confirmations() const {
    for (const unsigned sender : kEach) {
        const auto confirmation = body(kConfirmation, sender);
        if (is_malformed(confirmation)) return Abort{Complaint::malformed, sender};
        if (Confirmation::decode(confirmation).messages != hash_of_messages()) {
            return Abort{Complaint::disagreement, sender};
        }
    }
    const auto said_by = [&](unsigned one, unsigned of) {
        const auto confirmation = Confirmation::decode(body(kConfirmation, one));
        return confirmation.with_other[place_beside(one, of)];
    };
    const unsigned lower = other_of(index_, 0);
    const unsigned higher = other_of(index_, 1);
    for (const unsigned other : {lower, higher}) {
        if (said_by(other, index_) != said_by(index_, other)) {
            return Abort{Complaint::disagreement, other};
        }
    }
    if (said_by(lower, higher) != said_by(higher, lower)) {
        return Abort{Complaint::disagreement, 0};
    }
    return std::nullopt;
}

}  // namespace postvern::records::threshold
