// What officers sign on the road from an order to its extraction. Each is a short text with the signer's public key
// and signature in its last two lines, over all octets before them and the key. docs/formats/disclosure-documents.md.
// Reading checks the form only: who may sign what is for verification.hpp. Plain values. parse_...() throw
// SyntaxError.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "compliance/disclosure/order.hpp"

namespace postvern::compliance::disclosure {

inline constexpr std::size_t kLargestStatement = 4096;  // octets

// The two approvals that a disclosure needs.
enum class Seat : std::uint8_t { managing_director = 1, second_officer = 2 };
std::string_view name(Seat seat);

struct Signed {
    std::int64_t moment = 0;  // Unix seconds, by the signer's clock
    SignerKey key;
    Signature signature{};
    std::string text;  // the exact octets, signature included
};
// Whether the signature is that of its key, over all before the last line. Says nothing of whose key it is.
bool is_signed(const Signed& statement);

// A validator: the order's text is what the instrument says, and the order is valid.
struct OrderSignature : Signed {
    CaseReference case_reference{};
    Hash order{};
};
OrderSignature sign_order(const CourtOrder& order, std::int64_t moment, const SigningKey& key);
OrderSignature parse_order_signature(std::string_view text);

// In a seat: the keys of this request may be opened.
struct Approval : Signed {
    CaseReference case_reference{};
    Hash request{};
    Seat seat{};
};
Approval sign_approval(const CaseReference& reference, const Hash& request, Seat seat, std::int64_t moment,
                       const SigningKey& key);
Approval parse_approval(std::string_view text);

// The data protection officer: no objection is standing against this request. No approval (GDPR Art. 38(6)).
struct Attestation : Signed {
    CaseReference case_reference{};
    Hash request{};
};
Attestation sign_attestation(const CaseReference& reference, const Hash& request, std::int64_t moment,
                             const SigningKey& key);
Attestation parse_attestation(std::string_view text);

// An approver or the data protection officer: nothing is to be opened by this request any more.
struct Withdrawal : Signed {
    CaseReference case_reference{};
    Hash request{};
};
Withdrawal sign_withdrawal(const CaseReference& reference, const Hash& request, std::int64_t moment,
                           const SigningKey& key);
Withdrawal parse_withdrawal(std::string_view text);

// Puts `substitute` into a seat for one case, since the officer is recused or away. Counts with two signatures: one
// of the officer in the other seat, one of a validator, neither of them the substitute.
struct Appointment : Signed {
    CaseReference case_reference{};
    Seat seat{};
    SignerKey substitute;
    std::int64_t until = 0;  // Unix seconds, exclusive
};
Appointment sign_appointment(const CaseReference& reference, Seat seat, const SignerKey& substitute,
                             std::int64_t until, std::int64_t moment, const SigningKey& key);
Appointment parse_appointment(std::string_view text);

}  // namespace postvern::compliance::disclosure
