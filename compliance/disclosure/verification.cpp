#include "compliance/disclosure/verification.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "compliance/disclosure/lines.hpp"

namespace postvern::compliance::disclosure {

namespace {

// For clocks that differ: how far from now a signature's moment may lie in the future, in seconds.
constexpr std::int64_t kClocksDiffer = 600;

void expect(bool holds, Reason reason, const std::string& otherwise) {
    if (!holds) throw Refused(reason, otherwise);
}

void expect_signature(const Signed& statement, const std::string& whose) {
    expect(is_signed(statement), Reason::bad_signature, whose + ": the signature does not verify; ask for the document anew");
}

bool is_pinned(const std::vector<SignerKey>& keys, const SignerKey& key) {
    return std::find(keys.begin(), keys.end(), key) != keys.end();
}

void expect_not_from_the_future(const Signed& statement, std::int64_t now) {
    expect(statement.moment <= now + kClocksDiffer, Reason::not_in_force,
           "signed at " + to_moment(statement.moment) + ", which is still to come: look at the clocks");
}

const SignerKey& officer_of(Seat seat, const Pins& pins) {
    return pins.holders[static_cast<std::size_t>(seat) - 1];
}

Seat other(Seat seat) {
    return seat == Seat::managing_director ? Seat::second_officer : Seat::managing_director;
}

// Whether `appointments` put `key` into the seat: an officer in the other seat and a validator did, who are two
// persons and not the substitute.
bool is_appointed(const SignerKey& key, Seat seat, const CaseReference& reference,
                  std::span<const Appointment> appointments, const Pins& pins, std::int64_t now) {
    bool by_officer = false;
    bool by_validator = false;
    for (const Appointment& each : appointments) {
        if (each.substitute != key || each.seat != seat || each.case_reference != reference || each.key == key) continue;
        expect_signature(each, "the appointment of a substitute");
        expect_not_from_the_future(each, now);
        if (now >= each.until) continue;
        if (each.key == officer_of(other(seat), pins)) {
            by_officer = true;
        } else if (is_pinned(pins.validators, each.key) && each.key != officer_of(seat, pins)) {
            by_validator = true;
        }
    }
    return by_officer && by_validator;
}

// Account ids that an order's addresses have under salts, made once for each salt.
class OrderedAccounts {
  public:
    explicit OrderedAccounts(const CourtOrder& order) : order_(order) {}
    bool names(const threshold::Octets<32>& salt, const threshold::Octets<32>& account) {
        auto [found, is_new] = ids_.try_emplace(salt);
        if (is_new) {
            for (const auto& address : order_.accounts) found->second.insert(threshold::account_id(salt, address));
        }
        return found->second.contains(account);
    }

  private:
    const CourtOrder& order_;
    std::map<threshold::Octets<32>, std::set<threshold::Octets<32>>> ids_;
};

void verify_key(const ListedKey& key, std::size_t number, const Request& request, OrderedAccounts& accounts,
                const threshold::PublicKey& disclosure_key) {
    const threshold::Label& label = key.label;
    const std::string which = "key " + std::to_string(number) + " of the list: ";
    expect(label.site == request.site, Reason::other_site, which + "its label is of another site");
    expect(accounts.names(key.account_salt, label.account), Reason::foreign_account,
           which + "its account is none that the order names");
    expect(names_class(request.order, label.data_class), Reason::class_not_ordered,
           which + "the order does not name class " + std::to_string(label.data_class));
    expect(in_window(request.order, label.day), Reason::day_outside_window,
           which + "its day is outside of the order's window");
    expect(threshold::verify(disclosure_key, key.ciphertext, label), Reason::bad_ciphertext,
           which + "its ciphertext was not made for its label and this disclosure key");
}

void verify_seats(const Request& request, const Mandate& mandate, const Pins& pins, std::int64_t now) {
    std::map<Seat, SignerKey> seats;
    std::size_t substitutes = 0;
    for (const Approval& approval : mandate.approvals) {
        verify_approval(approval, request, mandate.appointments, pins, now);
        if (seats.emplace(approval.seat, approval.key).second && approval.key != officer_of(approval.seat, pins)) {
            ++substitutes;
        }
    }
    for (const Seat seat : {Seat::managing_director, Seat::second_officer}) {
        expect(seats.contains(seat), Reason::missing_signature,
               "the approval of the " + std::string(name(seat)) + " is missing");
    }
    expect(substitutes <= 1, Reason::missing_signature, "at most one of the two approvals may be a substitute's");
    expect(seats[Seat::managing_director] != seats[Seat::second_officer], Reason::same_person,
           "both approvals are of one person");
}

// Whose they are, of what, and how many: all but the proofs.
void verify_source(const Partials& partials, const Request& request, const Pins& pins) {
    const bool are_two = partials.holder >= 1 && partials.holder <= threshold::kHolders && partials.with >= 1 &&
                         partials.with <= threshold::kHolders && partials.holder != partials.with;
    expect(are_two, Reason::wrong_partial, "the partials name no two holders");
    const std::string whose = "the partials of holder " + std::to_string(partials.holder);
    expect(partials.request == request.hash, Reason::other_request, whose + " are of another request");
    expect(partials.key == pins.holders[partials.holder - 1], Reason::unknown_signer,
           whose + " are signed by somebody else");
    expect(is_signed(partials), Reason::bad_signature, whose + ": the signature does not verify");
    expect(partials.partials.size() == request.keys.size(), Reason::wrong_partial,
           whose + " are not as many as the list has keys");
    expect(pins.disclosure_key.has_value(), Reason::other_key, "no disclosure key is known here yet");
    for (const auto& partial : partials.partials) {
        expect(partial.index == partials.holder && partial.with == partials.with, Reason::wrong_partial,
               whose + ": one is of other holders");
    }
}

}  // namespace

void verify_order_is_whole(const CourtOrder& order) {
    std::string defects;
    for (const auto& each : order.defects) defects.append(defects.empty() ? "" : ", ").append(each);
    expect(order.defects.empty(), Reason::defective_order, "the order lacks what is needed: " + defects);
}

void verify_order(const CourtOrder& order, std::span<const OrderSignature> signatures, const Pins& pins,
                  std::int64_t now) {
    verify_order_is_whole(order);
    std::set<SignerKey> persons;
    for (const OrderSignature& signature : signatures) {
        expect(signature.case_reference == order.case_reference && signature.order == order.hash, Reason::other_case,
               "a validator's signature is over another order");
        expect(is_pinned(pins.validators, signature.key), Reason::unknown_signer,
               "the order was signed by " + fingerprint(signature.key) + ", who is no validator that is pinned here");
        expect_signature(signature, "a validator's signature");
        expect_not_from_the_future(signature, now);
        persons.insert(signature.key);
    }
    expect(persons.size() >= 2, Reason::missing_signature, "two validators must have signed the order");
    expect(now >= order.in_force_from && now < order.in_force_until, Reason::not_in_force,
           "the order is in force from " + to_moment(order.in_force_from) + " until " +
               to_moment(order.in_force_until) + " only");
}

void verify_request(const Request& request, const Pins& pins, std::int64_t now) {
    expect(request.site == pins.site, Reason::other_site, "the request is of another site");
    expect(request.case_reference == request.order.case_reference, Reason::other_case,
           "the order in the request is of another case");
    verify_order(request.order, request.validations, pins, now);
    expect(pins.disclosure_key.has_value(), Reason::other_key, "no disclosure key is known here yet");
    expect(request.disclosure_key == pins.disclosure_key->transcript && request.epoch == pins.disclosure_key->epoch,
           Reason::other_key,
           "the request was made for epoch " + std::to_string(request.epoch) +
               " of the disclosure key's shares; here " + std::to_string(pins.disclosure_key->epoch) + " is in use");
    expect(now < request.expires, Reason::expired, "the request expired at " + to_moment(request.expires));
    expect(request.expires <= request.order.in_force_until && request.expires <= now + kLongestRequest,
           Reason::outlives_its_order, "the request expires after its order does, or more than 14 days from now");
    OrderedAccounts accounts(request.order);
    std::size_t number = 0;
    for (const ListedKey& key : request.keys) verify_key(key, ++number, request, accounts, *pins.disclosure_key);
}

void verify_approval(const Approval& approval, const Request& request, std::span<const Appointment> appointments,
                     const Pins& pins, std::int64_t now) {
    expect(approval.request == request.hash && approval.case_reference == request.case_reference,
           Reason::other_request, "an approval is of another request");
    expect(approval.key == officer_of(approval.seat, pins) ||
               is_appointed(approval.key, approval.seat, request.case_reference, appointments, pins, now),
           Reason::unknown_signer,
           fingerprint(approval.key) + " is neither " + std::string(name(approval.seat)) +
               " nor a substitute whom the other officer and a validator appointed");
    expect(approval.key != pins.data_protection_officer, Reason::unknown_signer,
           "the data protection officer never approves a disclosure");
    expect_signature(approval, "an approval");
    expect_not_from_the_future(approval, now);
}

void verify_attestation(const Attestation& attestation, const Request& request, const Pins& pins, std::int64_t now) {
    expect(attestation.request == request.hash && attestation.case_reference == request.case_reference,
           Reason::other_request, "the attestation is of another request");
    expect(attestation.key == pins.data_protection_officer, Reason::unknown_signer,
           "the attestation is not of the data protection officer who is pinned here");
    expect_signature(attestation, "the attestation");
    expect_not_from_the_future(attestation, now);
}

void verify_withdrawal(const Withdrawal& withdrawal, const Hash& request, const Pins& pins) {
    expect(withdrawal.request == request, Reason::other_request, "the withdrawal is of another request");
    expect(std::find(pins.holders.begin(), pins.holders.end(), withdrawal.key) != pins.holders.end() ||
               withdrawal.key == pins.data_protection_officer,
           Reason::unknown_signer, "the withdrawal is of nobody who may withdraw a request");
    expect_signature(withdrawal, "the withdrawal");
}

void verify_mandate(const Request& request, const Mandate& mandate, const Pins& pins, std::int64_t now) {
    for (const Withdrawal& withdrawal : mandate.withdrawals) {
        verify_withdrawal(withdrawal, request.hash, pins);
        throw Refused(Reason::withdrawn, "the request was withdrawn at " + to_moment(withdrawal.moment));
    }
    verify_seats(request, mandate, pins, now);
    expect(mandate.attestation.has_value(), Reason::missing_signature,
           "the data protection officer's attestation, no objection standing, is missing");
    verify_attestation(*mandate.attestation, request, pins, now);
}

void verify_partials(const Partials& partials, const Request& request, const Pins& pins) {
    verify_source(partials, request, pins);
    for (std::size_t i = 0; i < request.keys.size(); ++i) {
        expect(threshold::verify_partial(*pins.disclosure_key, partials.partials[i], request.keys[i].ciphertext,
                                         request.keys[i].label, request.hash),
               Reason::wrong_partial,
               "the partials of holder " + std::to_string(partials.holder) + ": number " + std::to_string(i + 1) +
                   " is wrong");
    }
}

std::vector<threshold::PeriodKey> combine_all(const Request& request, const Partials& one, const Partials& other,
                                              const Pins& pins, const threshold::Commit& commit) {
    verify_source(one, request, pins);
    verify_source(other, request, pins);
    expect(one.with == other.holder && other.with == one.holder, Reason::wrong_partial,
           "the partials are for other holders than each other");
    std::vector<threshold::PeriodKey> keys;
    keys.reserve(request.keys.size());
    for (std::size_t i = 0; i < request.keys.size(); ++i) {
        const ListedKey& listed = request.keys[i];
        try {
            keys.push_back(threshold::combine(*pins.disclosure_key, listed.ciphertext, listed.label, request.hash,
                                              one.partials[i], other.partials[i], commit));
        } catch (const threshold::Refused& refused) {
            throw Refused(refused.holder() != 0 ? Reason::wrong_partial : Reason::wrong_key,
                          "key " + std::to_string(i + 1) + " of the list: " + refused.what());
        }
    }
    return keys;
}

}  // namespace postvern::compliance::disclosure
