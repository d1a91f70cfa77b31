#include "compliance/disclosure/verification.hpp"

#include <gtest/gtest.h>

#include "tests/compliance/disclosure/house.hpp"

namespace postvern::compliance::disclosure {
namespace {

using tests::House;
using tests::kDaySeconds;
using tests::kFirstDay;
using tests::kNow;
using tests::reason_of;

const House& house() {
    static const House kHouse;
    return kHouse;
}

std::optional<Reason> judged(const Request& request, const Pins& pins = house().pins, std::int64_t now = kNow) {
    return reason_of([&] { verify_request(request, pins, now); });
}

Request with(ListedKey key) {
    return seal(house().draft({std::move(key), house().listed("alice@example.org", 1, kFirstDay + 2, 99)}));
}

TEST(VerifyRequest, TakesWhatTheOrderGrants) {
    EXPECT_EQ(judged(house().request()), std::nullopt);
    EXPECT_EQ(judged(with(house().listed("alice@example.org", 2, kFirstDay + 13, 5))), std::nullopt);
}

TEST(VerifyRequest, RefusesWhatTheOrderDoesNotName) {
    EXPECT_EQ(judged(with(house().listed("bob@example.org", 1, kFirstDay, 5))), Reason::foreign_account);
    EXPECT_EQ(judged(with(house().listed("alice@example.org", 3, kFirstDay, 5))), Reason::class_not_ordered);
    EXPECT_EQ(judged(with(house().listed("alice@example.org", 5, kFirstDay, 5))), Reason::class_not_ordered);
    EXPECT_EQ(judged(with(house().listed("alice@example.org", 1, kFirstDay - 2, 5))), Reason::day_outside_window);
    EXPECT_EQ(judged(with(house().listed("alice@example.org", 1, kFirstDay + 14, 5))), Reason::day_outside_window);
    EXPECT_EQ(judged(with(house().listed("alice@example.org", 1, INT64_MIN, 5))), Reason::day_outside_window);
}

TEST(VerifyRequest, RefusesCiphertextsUnderAnotherLabel) {
    const ListedKey foreign = house().listed("bob@example.org", 1, kFirstDay, 5);
    ListedKey relabelled = house().listed("alice@example.org", 1, kFirstDay, 5);
    relabelled.ciphertext = foreign.ciphertext;  // another's key as if it were hers
    EXPECT_EQ(judged(with(relabelled)), Reason::bad_ciphertext);
    ListedKey redated = house().listed("alice@example.org", 1, kFirstDay - 9, 5);
    redated.label.day = kFirstDay;
    EXPECT_EQ(judged(with(redated)), Reason::bad_ciphertext);
    ListedKey other_commitment = house().listed("alice@example.org", 1, kFirstDay, 5);
    other_commitment.label.commitment[0] ^= 1;
    EXPECT_EQ(judged(with(other_commitment)), Reason::bad_ciphertext);
    ListedKey other_salt = house().listed("alice@example.org", 1, kFirstDay, 5);
    other_salt.account_salt[0] ^= 1;
    EXPECT_EQ(judged(with(other_salt)), Reason::foreign_account);
    ListedKey other_site = house().listed("alice@example.org", 1, kFirstDay, 5);
    other_site.label.site[0] ^= 1;
    EXPECT_EQ(judged(with(other_site)), Reason::other_site);
    // Of another house's disclosure key, with a proof that holds there.
    const House elsewhere;
    EXPECT_EQ(judged(with(elsewhere.listed("alice@example.org", 1, kFirstDay, 5))), Reason::bad_ciphertext);
}

TEST(VerifyRequest, RefusesOtherSitesKeysAndEpochs) {
    Pins pins = house().pins;
    pins.site[0] ^= 1;
    EXPECT_EQ(judged(house().request(), pins), Reason::other_site);
    pins = house().pins;
    pins.disclosure_key->epoch = 2;
    EXPECT_EQ(judged(house().request(), pins), Reason::other_key);
    pins.disclosure_key.reset();
    EXPECT_EQ(judged(house().request(), pins), Reason::other_key);
    Request request = house().request();
    request.disclosure_key[0] ^= 1;
    EXPECT_EQ(judged(seal(request)), Reason::other_key);
    request = house().request();
    request.case_reference[0] ^= 1;
    EXPECT_EQ(judged(seal(request)), Reason::other_case);
}

TEST(VerifyRequest, LapsesAtTheInstantItExpires) {
    const Request request = house().request();
    EXPECT_EQ(judged(request, house().pins, request.expires - 1), std::nullopt);
    EXPECT_EQ(judged(request, house().pins, request.expires), Reason::expired);
    Request long_lived = house().draft({});
    long_lived.expires = kNow + kLongestRequest;
    EXPECT_EQ(judged(seal(long_lived)), std::nullopt);
    ++long_lived.expires;
    EXPECT_EQ(judged(seal(long_lived)), Reason::outlives_its_order);
    const std::string ends = "in-force-from: 2027-03-01T00:00:00Z\nin-force-until: " + to_moment(kNow + kDaySeconds) + "\n";
    EXPECT_EQ(judged(seal(house().draft({}, {.in_force = ends}))), Reason::outlives_its_order);
}

TEST(VerifyOrder, WantsTwoValidatorsAndAnOrderInForce) {
    Request request = house().request();
    request.validations.pop_back();
    EXPECT_EQ(judged(seal(request)), Reason::missing_signature);
    request.validations.push_back(sign_order(request.order, kNow - 5, house().validators[0]));  // the same person again
    EXPECT_EQ(judged(seal(request)), Reason::missing_signature);
    request.validations[1] = sign_order(request.order, kNow - 5, SigningKey::generate());
    EXPECT_EQ(judged(seal(request)), Reason::unknown_signer);
    request.validations[1] = sign_order(request.order, kNow - 5, house().signers[0]);
    EXPECT_EQ(judged(seal(request)), Reason::unknown_signer);
    const auto other = parse_order(tests::order_text({.account = "account: bob@example.org\n"}));
    request.validations[1] = sign_order(other, kNow - 5, house().validators[1]);
    EXPECT_EQ(judged(seal(request)), Reason::other_case);
    request.validations[1] = sign_order(request.order, kNow - 5, house().validators[1]);
    request.validations[1].signature[7] ^= 1;
    EXPECT_EQ(judged(seal(request)), Reason::bad_signature);
    request.validations[1] = sign_order(request.order, kNow + 3600, house().validators[1]);
    EXPECT_EQ(judged(seal(request)), Reason::not_in_force);

    const Request good = house().request();
    EXPECT_EQ(judged(good, house().pins, good.order.in_force_from - 1), Reason::not_in_force);
    EXPECT_EQ(judged(good, house().pins, good.order.in_force_until), Reason::not_in_force);
    EXPECT_EQ(judged(seal(house().draft({}, {.suspicion = "suspicion: none\n"}))), Reason::defective_order);
}

std::optional<Reason> judged(const Mandate& mandate, const Request& request, std::int64_t now = kNow) {
    return reason_of([&] { verify_mandate(request, mandate, house().pins, now); });
}

TEST(VerifyMandate, WantsBothSeatsAndTheAttestation) {
    const Request request = house().request();
    const Mandate whole = house().mandate(request);
    EXPECT_EQ(judged(whole, request), std::nullopt);

    Mandate mandate = whole;
    mandate.approvals.pop_back();
    EXPECT_EQ(judged(mandate, request), Reason::missing_signature);
    mandate.approvals.push_back(mandate.approvals[0]);
    EXPECT_EQ(judged(mandate, request), Reason::missing_signature);
    // One person in both seats.
    mandate.approvals[1] =
        sign_approval(request.case_reference, request.hash, Seat::second_officer, kNow, house().signers[0]);
    EXPECT_EQ(judged(mandate, request), Reason::unknown_signer);
    // The deposit approves nothing.
    mandate.approvals[1] =
        sign_approval(request.case_reference, request.hash, Seat::second_officer, kNow, house().signers[2]);
    EXPECT_EQ(judged(mandate, request), Reason::unknown_signer);
    mandate = whole;
    mandate.attestation.reset();
    EXPECT_EQ(judged(mandate, request), Reason::missing_signature);
    mandate.attestation = sign_attestation(request.case_reference, request.hash, kNow, house().signers[0]);
    EXPECT_EQ(judged(mandate, request), Reason::unknown_signer);
    mandate = whole;
    mandate.approvals[0].text.replace(mandate.approvals[0].text.find("managing"), 8, "manageng");
    EXPECT_EQ(judged(mandate, request), Reason::bad_signature);
    mandate = whole;
    mandate.attestation = sign_attestation(request.case_reference, request.hash, kNow + 3600, house().protection);
    EXPECT_EQ(judged(mandate, request), Reason::not_in_force);
}

// Signatures over one request are worth nothing for another, not even one of the same list.
TEST(VerifyMandate, CountsForNoOtherRequest) {
    const Request request = house().request();
    Request again = request;
    again.nonce[0] ^= 1;
    again = seal(again);
    EXPECT_EQ(judged(house().mandate(request), again), Reason::other_request);
    Mandate mixed = house().mandate(again);
    mixed.attestation = house().attestation(request);
    EXPECT_EQ(judged(mixed, again), Reason::other_request);
}

TEST(VerifyMandate, EndsWithAWithdrawal) {
    const Request request = house().request();
    Mandate mandate = house().mandate(request);
    mandate.withdrawals = {sign_withdrawal(request.case_reference, request.hash, kNow, house().protection)};
    EXPECT_EQ(judged(mandate, request), Reason::withdrawn);
    mandate.withdrawals = {sign_withdrawal(request.case_reference, request.hash, kNow, house().validators[0])};
    EXPECT_EQ(judged(mandate, request), Reason::unknown_signer);
}

TEST(VerifyMandate, TakesASubstituteWhomTwoAppointed) {
    const Request request = house().request();
    const auto substitute = SigningKey::generate();
    const auto& reference = request.case_reference;
    const auto appointed_by = [&](const SigningKey& key, std::int64_t until = kNow + 60) {
        return sign_appointment(reference, Seat::managing_director, substitute.public_key(), until, kNow - 60, key);
    };
    Mandate mandate = house().mandate(request);
    mandate.approvals[0] = sign_approval(reference, request.hash, Seat::managing_director, kNow, substitute);
    EXPECT_EQ(judged(mandate, request), Reason::unknown_signer);
    mandate.appointments = {appointed_by(house().signers[1])};
    EXPECT_EQ(judged(mandate, request), Reason::unknown_signer);
    mandate.appointments.push_back(appointed_by(house().validators[0]));
    EXPECT_EQ(judged(mandate, request), std::nullopt);
    EXPECT_EQ(judged(mandate, request, kNow + 60), Reason::unknown_signer);  // it ended
    // Who is replaced has no say in it, nor has the substitute.
    mandate.appointments[0] = appointed_by(house().signers[0]);
    EXPECT_EQ(judged(mandate, request), Reason::unknown_signer);
    mandate.appointments[0] = appointed_by(substitute);
    EXPECT_EQ(judged(mandate, request), Reason::unknown_signer);
    // For another case.
    CaseReference other = reference;
    other[0] ^= 1;
    mandate.appointments[0] = sign_appointment(other, Seat::managing_director, substitute.public_key(), kNow + 60,
                                               kNow - 60, house().signers[1]);
    EXPECT_EQ(judged(mandate, request), Reason::unknown_signer);
}

TEST(VerifyMandate, NeverTakesTheDataProtectionOfficerAsSubstitute) {
    const Request request = house().request();
    Mandate mandate = house().mandate(request);
    mandate.approvals[0] = sign_approval(request.case_reference, request.hash, Seat::managing_director, kNow,
                                         house().protection);
    for (const SigningKey* key : {&house().signers[1], &house().validators[0]}) {
        mandate.appointments.push_back(sign_appointment(request.case_reference, Seat::managing_director,
                                                        house().protection.public_key(), kNow + 60, kNow, *key));
    }
    EXPECT_EQ(judged(mandate, request), Reason::unknown_signer);
}

TEST(VerifyMandate, OneSubstituteAtMost) {
    const Request request = house().request();
    const auto first = SigningKey::generate();
    const auto second = SigningKey::generate();
    Mandate mandate = house().mandate(request);
    const auto substitute = [&](Seat seat, const SigningKey& key, const SigningKey& officer) {
        for (const SigningKey* by : {&officer, &house().validators[0]}) {
            mandate.appointments.push_back(
                sign_appointment(request.case_reference, seat, key.public_key(), kNow + 60, kNow, *by));
        }
        mandate.approvals[static_cast<std::size_t>(seat) - 1] =
            sign_approval(request.case_reference, request.hash, seat, kNow, key);
    };
    substitute(Seat::managing_director, first, house().signers[1]);
    EXPECT_EQ(judged(mandate, request), std::nullopt);
    substitute(Seat::second_officer, second, house().signers[0]);
    EXPECT_EQ(judged(mandate, request), Reason::missing_signature);
}

}  // namespace
}  // namespace postvern::compliance::disclosure
