#include "compliance/disclosure/statements.hpp"

#include <gtest/gtest.h>

#include "tests/compliance/disclosure/house.hpp"

namespace postvern::compliance::disclosure {
namespace {

using tests::kNow;

const Hash kRequest = sha256("a request");
const CaseReference kCase = {1, 2, 3};

TEST(Statements, AreReadAsTheyWereSigned) {
    const auto key = SigningKey::generate();
    const auto approval = sign_approval(kCase, kRequest, Seat::second_officer, kNow, key);
    const auto read = parse_approval(approval.text);
    EXPECT_EQ(read.request, kRequest);
    EXPECT_EQ(read.case_reference, kCase);
    EXPECT_EQ(read.seat, Seat::second_officer);
    EXPECT_EQ(read.moment, kNow);
    EXPECT_EQ(read.key, key.public_key());
    EXPECT_EQ(read.signature, approval.signature);

    const auto other = SigningKey::generate().public_key();
    const auto appointment =
        parse_appointment(sign_appointment(kCase, Seat::managing_director, other, kNow + 9, kNow, key).text);
    EXPECT_EQ(appointment.substitute, other);
    EXPECT_EQ(appointment.until, kNow + 9);
    EXPECT_EQ(parse_attestation(sign_attestation(kCase, kRequest, kNow, key).text).request, kRequest);
    EXPECT_EQ(parse_withdrawal(sign_withdrawal(kCase, kRequest, kNow, key).text).request, kRequest);
}

TEST(Statements, OfOneKindAreNotReadAsAnother) {
    const auto key = SigningKey::generate();
    const std::string attestation = sign_attestation(kCase, kRequest, kNow, key).text;
    EXPECT_THROW(parse_approval(attestation), SyntaxError);
    EXPECT_THROW(parse_withdrawal(attestation), SyntaxError);
    EXPECT_THROW(parse_order_signature(attestation), SyntaxError);
    EXPECT_THROW(parse_appointment(attestation), SyntaxError);
}

// The first line is signed too: what was signed as one kind verifies as no other.
TEST(Statements, ASignatureCountsForItsOwnKindOnly) {
    const tests::House house;
    const auto request = house.request();
    std::string text = sign_withdrawal(request.case_reference, request.hash, kNow, house.signers[0]).text;
    text.replace(0, text.find('\n'), "postvern disclosure attestation 1");
    text.insert(text.find("moment:"), "finding: no objection standing\n");
    Pins pins = house.pins;
    pins.data_protection_officer = house.signers[0].public_key();
    EXPECT_EQ(tests::reason_of([&] { verify_attestation(parse_attestation(text), request, pins, kNow); }),
              Reason::bad_signature);
}

TEST(Statements, AreRefusedWithAnyOctetChangedOrLeftOut) {
    const tests::House house;
    const auto request = house.request();
    const std::string text = house.attestation(request).text;
    ASSERT_NO_THROW(verify_attestation(parse_attestation(text), request, house.pins, kNow));
    for (std::size_t at = 0; at < text.size(); ++at) {
        for (const std::string& changed : {text.substr(0, at) + text.substr(at + 1),
                                           text.substr(0, at) + static_cast<char>(text[at] ^ 1) + text.substr(at + 1)}) {
            try {
                verify_attestation(parse_attestation(changed), request, house.pins, kNow);
                FAIL() << changed;
            } catch (const SyntaxError&) {
            } catch (const Refused&) {
            }
        }
    }
}

TEST(Statements, AreSignedByTheKeyThatTheyNameOverAllBeforeTheSignature) {
    const SigningKey key = SigningKey::generate();
    const Attestation sound = sign_attestation({}, {}, kNow, key);
    EXPECT_TRUE(is_signed(sound));
    Attestation changed = sound;
    changed.text[0] ^= 1;
    EXPECT_FALSE(is_signed(changed));
    changed = sound;
    changed.key = SigningKey::generate().public_key();
    EXPECT_FALSE(is_signed(changed));
    changed = sound;
    changed.signature[0] ^= 1;
    EXPECT_FALSE(is_signed(changed));
    changed = sound;
    changed.text.clear();
    EXPECT_FALSE(is_signed(changed));
}

TEST(SigningKey, SignsAsRfc8032Does) {  // 7.1, test 2
    std::array<std::uint8_t, 32> seed;
    ASSERT_TRUE(from_hex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb", seed));
    const SigningKey key(seed);
    EXPECT_EQ(to_hex(key.public_key().octets), "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
    const Signature signature = key.sign("r");
    EXPECT_EQ(to_hex(signature),
              "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
              "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
    EXPECT_TRUE(verifies(key.public_key(), "r", signature));
    EXPECT_FALSE(verifies(key.public_key(), "s", signature));
}

TEST(SigningKey, NothingVerifiesUnderAKeyOfSmallOrder) {
    SignerKey neutral;
    neutral.octets[0] = 1;
    Signature signature{};
    signature[0] = 1;  // R neutral, S zero: holds in the equation
    EXPECT_FALSE(verifies(neutral, "anything", signature));
}

}  // namespace
}  // namespace postvern::compliance::disclosure
