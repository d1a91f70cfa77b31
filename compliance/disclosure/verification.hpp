// Who may have signed what, and whether a request asks for nothing but what its order grants: the same functions on
// the officers' devices and on the server. Each returns when all is as it must be and throws Refused otherwise.
// Pure: "now" is an argument. Thread-safe.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "compliance/disclosure/partials.hpp"
#include "compliance/disclosure/request.hpp"

namespace postvern::compliance::disclosure {

// Whose signatures count. On a device: what was pinned at its enrolment; on the server: who is on record.
struct Pins {
    std::array<std::uint8_t, 16> site{};
    std::array<SignerKey, 3> holders;    // 1 managing director, 2 second officer, 3 deposit
    std::vector<SignerKey> validators;
    SignerKey data_protection_officer;
    std::optional<threshold::PublicKey> disclosure_key;  // in its epoch in force; absent until it was made
};

// That the order has no defect: nobody may sign one that has.
void verify_order_is_whole(const CourtOrder& order);
// The same; signed by two different persons among the validators; in force at `now`.
void verify_order(const CourtOrder& order, std::span<const OrderSignature> signatures, const Pins& pins,
                  std::int64_t now);

// The order and its validators' signatures; site, disclosure key and epoch; expiry; and of each key that its label
// names an account, a class and a day of the order (the account id is computed from the order's addresses and the
// salt) and that the ciphertext was made for that label.
void verify_request(const Request& request, const Pins& pins, std::int64_t now);

// One approval: of this request, in its seat, by the officer whose seat it is or a substitute whom `appointments`
// put there for this case.
void verify_approval(const Approval& approval, const Request& request, std::span<const Appointment> appointments,
                     const Pins& pins, std::int64_t now);
void verify_attestation(const Attestation& attestation, const Request& request, const Pins& pins, std::int64_t now);
// By an approver or the data protection officer.
void verify_withdrawal(const Withdrawal& withdrawal, const Hash& request, const Pins& pins);

// All that a holder's device wants to have seen before it emits partials, and the server before it combines them:
// both seats' approvals by two persons, at most one of them a substitute, and the attestation.
struct Mandate {
    std::vector<Approval> approvals;
    std::vector<Appointment> appointments;
    std::optional<Attestation> attestation;
    std::vector<Withdrawal> withdrawals;  // any that stands ends it
};
void verify_mandate(const Request& request, const Mandate& mandate, const Pins& pins, std::int64_t now);

// Signed by their holder, of this request, one for each key, each with a proof that holds.
void verify_partials(const Partials& partials, const Request& request, const Pins& pins);

// The period keys in the list's order, each what its label commits to (`commit` makes the commitment). Verifies
// both and each proof; they are of the two holders who name each other.
std::vector<threshold::PeriodKey> combine_all(const Request& request, const Partials& one, const Partials& other,
                                              const Pins& pins, const threshold::Commit& commit);

}  // namespace postvern::compliance::disclosure
