// A house with a disclosure key for tests: three holders, two validators, a data protection officer, all in one
// process; orders, requests and what is signed about them.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "compliance/disclosure/ceremony_documents.hpp"
#include "compliance/disclosure/lines.hpp"
#include "compliance/disclosure/verification.hpp"

namespace postvern::tests {

namespace disclosure = compliance::disclosure;
namespace threshold = records::threshold;

inline constexpr std::int64_t kNow = 1'804'000'000;  // 2027-03-02T15:06:40Z
inline constexpr std::int64_t kDaySeconds = 86'400;
inline constexpr std::int64_t kFirstDay = 20'820;  // 2027-01-02, a day of the window

// A stand-in for the commitment that records make.
inline threshold::Octets<32> commit(const threshold::PeriodKey& key) {
    return disclosure::sha256("commitment" + std::string(key.view()));
}

struct Changes {
    std::string account = "account: alice@example.org\n";
    std::string classes = "class: mail\nclass: calendar\n";
    std::string window = "window-from: 2027-01-01T23:00:00Z\nwindow-until: 2027-01-15T23:00:00Z\nzone: +01:00\n";
    std::string in_force = "in-force-from: 2027-03-01T00:00:00Z\nin-force-until: 2027-04-01T00:00:00Z\n";
    std::string suspicion = "suspicion: owner\n";
    std::string counsel = "counsel: appointed\n";
    std::string privilege = "privilege: none\n";
    std::string tail{};
};

inline std::string order_text(const Changes& changes = {}) {
    return "postvern court order 1\ncase: 00112233445566778899aabbccddeeff\ncourt: Ytre Fiktiv tingrett\n"
           "number: 27-000123ENE-TFIK\ndate: 2027-02-26\nsection: strpl. § 210\nseal: signature\n"
           "instrument-sha256: " + std::string(64, 'a') + "\n" + changes.account + changes.classes + changes.window +
           changes.in_force + changes.suspicion + changes.counsel + "secrecy: lifted-court\n" + changes.privilege +
           "appeal: final\nsilence: none\nrecipient-sha256: " + std::string(64, 'b') + "\n" + changes.tail;
}

class House {
  public:
    House() : keys_(make_keys()) {
        for (auto& each : signers) pins.holders[static_cast<std::size_t>(&each - signers.data())] = each.public_key();
        for (auto& each : validators) pins.validators.push_back(each.public_key());
        pins.data_protection_officer = protection.public_key();
        pins.site = kSite;
        pins.disclosure_key = keys_.front().key;
    }

    // The share of a holder, 1 to 3.
    const threshold::Share& share(unsigned index) const { return keys_[index - 1].share; }
    const threshold::PublicKey& key() const { return keys_.front().key; }

    disclosure::ListedKey listed(const std::string& address, std::uint8_t data_class, std::int64_t day,
                                 std::uint64_t id) const {
        const auto period_key = period_key_of(id);
        threshold::Octets<32> salt;
        salt.fill(7);
        const threshold::Label label{kSite, threshold::account_id(salt, address), data_class, day, id,
                                     commit(period_key)};
        return {label, salt, threshold::encrypt(key(), label, period_key)};
    }
    static threshold::PeriodKey period_key_of(std::uint64_t id) {
        return threshold::PeriodKey::copy_of(threshold::view(disclosure::sha256("key " + std::to_string(id))));
    }

    // With the signatures of both validators; not sealed.
    disclosure::Request draft(std::vector<disclosure::ListedKey> keys, const Changes& changes = {}) const {
        disclosure::Request request;
        request.site = kSite;
        request.order = disclosure::parse_order(order_text(changes));
        request.case_reference = request.order.case_reference;
        for (const auto& each : validators) {
            request.validations.push_back(disclosure::sign_order(request.order, kNow - 60, each));
        }
        request.disclosure_key = key().transcript;
        request.epoch = key().epoch;
        request.rulebook.fill(9);
        threshold::fill_random(request.nonce.data(), request.nonce.size());
        request.expires = kNow + 3 * kDaySeconds;
        request.keys = std::move(keys);
        return request;
    }
    disclosure::Request request() const {
        std::vector<disclosure::ListedKey> keys;
        for (std::uint64_t id = 1; id <= 3; ++id) {
            keys.push_back(listed("alice@example.org", 1, kFirstDay + static_cast<std::int64_t>(id), id));
        }
        return disclosure::seal(draft(std::move(keys)));
    }

    disclosure::Approval approval(const disclosure::Request& request, disclosure::Seat seat) const {
        return disclosure::sign_approval(request.case_reference, request.hash, seat, kNow,
                                         signers[static_cast<std::size_t>(seat) - 1]);
    }
    disclosure::Attestation attestation(const disclosure::Request& request) const {
        return disclosure::sign_attestation(request.case_reference, request.hash, kNow, protection);
    }
    disclosure::Mandate mandate(const disclosure::Request& request) const {
        disclosure::Mandate mandate;
        mandate.approvals = {approval(request, disclosure::Seat::managing_director),
                             approval(request, disclosure::Seat::second_officer)};
        mandate.attestation = attestation(request);
        return mandate;
    }
    disclosure::Partials partials(const disclosure::Request& request, unsigned holder, unsigned with) const {
        std::vector<threshold::Partial> made;
        for (const auto& each : request.keys) {
            made.push_back(
                threshold::partial(share(holder), with, key(), each.ciphertext, each.label, request.hash));
        }
        return disclosure::sign_partials(request.hash, holder, with, std::move(made), signers[holder - 1]);
    }

    static constexpr threshold::Octets<16> kSite = {1, 2, 3, 4};
    std::array<disclosure::SigningKey, 3> signers{disclosure::SigningKey::generate(), disclosure::SigningKey::generate(),
                                                  disclosure::SigningKey::generate()};
    std::array<disclosure::SigningKey, 2> validators{disclosure::SigningKey::generate(),
                                                     disclosure::SigningKey::generate()};
    disclosure::SigningKey protection = disclosure::SigningKey::generate();
    disclosure::Pins pins;

  private:
    static std::vector<threshold::Participant::Result> make_keys() {
        std::array<threshold::DeviceKey, 3> devices{threshold::DeviceKey::random(), threshold::DeviceKey::random(),
                                                    threshold::DeviceKey::random()};
        threshold::Plan plan;
        plan.site = kSite;
        threshold::fill_random(plan.session.data(), plan.session.size());
        for (std::size_t i = 0; i < 3; ++i) plan.roster[i] = devices[i].identity();
        plan.dealers = {1, 2, 3};
        std::vector<threshold::Participant> participants;
        for (unsigned i = 1; i <= 3; ++i) participants.emplace_back(plan, i, devices[i - 1]);
        for (int round = 0; round < 3; ++round) {
            for (auto& from : participants) {
                for (auto& to : participants) {
                    if (&from == &to) continue;
                    for (const auto& message : from.outgoing()) to.receive(message);
                }
            }
        }
        std::vector<threshold::Participant::Result> results;
        for (auto& each : participants) results.push_back(each.finish(participants.front().transcript()));
        return results;
    }

    std::vector<threshold::Participant::Result> keys_;
};

// Why something was refused; fails the test where nothing was.
template <typename Act>
std::optional<disclosure::Reason> reason_of(Act act) {
    try {
        act();
    } catch (const disclosure::Refused& refused) {
        return refused.reason;
    }
    return {};
}

}  // namespace postvern::tests
