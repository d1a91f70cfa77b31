// Which certificates a bag may be sealed to.
#include "compliance/recipient_certificate.hpp"

#include "tests/compliance/bag/workshop.hpp"

namespace postvern::compliance {
namespace {

using records::Unacceptable;
using testing::HasSubstr;

class Recipient : public Workshop {
  protected:
    std::string refusal(const std::string& key, const std::string& more = "") const {
        try {
            certificate("some", key, more);
        } catch (const Unacceptable& error) {
            return error.what();
        }
        return "taken";
    }
};

TEST_F(Recipient, IsReadFromPemAndDerAlike) {
    const auto from_pem = certificate("court");
    ASSERT_EQ(shell("openssl x509 -in court.pem -outform DER -out court.der && openssl x509 -in court.pem -noout "
                    "-fingerprint -sha256 | sed 's/.*=//' | tr -d :"),
              0);
    const std::string fingerprint = output();
    const auto from_der = read_recipient_certificate(content_of(place("court.der")));
    EXPECT_EQ(from_der.der, content_of(place("court.der")));
    EXPECT_EQ(from_der.der, from_pem.der);
    EXPECT_EQ(from_pem.subject, "O=Example Court,CN=court");
    EXPECT_EQ(from_pem.key, "RSA 2048");
    std::string digits = records::hexadecimal(from_pem.hash);
    std::transform(digits.begin(), digits.end(), digits.begin(),
                   [](char each) { return each >= 'a' ? each - 32 : each; });
    EXPECT_EQ(digits + '\n', fingerprint);
    require_named_by_order(from_pem, records::hexadecimal(from_pem.hash));
    EXPECT_THROW(require_named_by_order(from_pem, digits), Unacceptable);
    EXPECT_THROW(require_named_by_order(from_pem, ""), Unacceptable);
}

TEST_F(Recipient, MustHaveAKeyThatOneEncryptsTo) {
    EXPECT_THAT(refusal("rsa:1024"), HasSubstr("1024 bits"));
    EXPECT_THAT(refusal("ed25519"), HasSubstr("neither RSA nor EC"));
    EXPECT_THAT(refusal("ec -pkeyopt ec_paramgen_curve:secp256k1"), HasSubstr("another curve"));
    EXPECT_THAT(refusal("rsa:2048", "-addext keyUsage=digitalSignature"), HasSubstr("keyEncipherment is missing"));
    EXPECT_THAT(refusal("ec -pkeyopt ec_paramgen_curve:P-256", "-addext keyUsage=digitalSignature,keyEncipherment"),
                HasSubstr("keyAgreement is missing"));
    EXPECT_EQ(refusal("rsa:2048", "-addext keyUsage=critical,keyEncipherment"), "taken");
    EXPECT_EQ(refusal("ec -pkeyopt ec_paramgen_curve:P-384", "-addext keyUsage=keyAgreement"), "taken");
}

TEST_F(Recipient, IsInForceFromItsFirstSecondToItsLast) {
    const auto court = certificate("court");
    EXPECT_EQ(court.not_before, kValidFrom);
    EXPECT_EQ(court.not_after, kValidUntil);
    require_in_force(court, court.not_before);
    require_in_force(court, court.not_after);
    EXPECT_THROW(require_in_force(court, court.not_before - 1), Unacceptable);
    EXPECT_THROW(require_in_force(court, court.not_after + 1), Unacceptable);
    BagSettings late = settings(court);
    late.moment = court.not_after + 1;
    EXPECT_THROW(BagWriter{late}, Unacceptable);
}

TEST_F(Recipient, IsNothingElseThanOneCertificate) {
    certificate("one");
    certificate("two");
    const std::string pem = content_of(place("one.pem"));
    const std::string der = read_recipient_certificate(pem).der;
    for (const std::string& none : {std::string(), std::string("x"), content_of(place("one.key")), der + 'x',
                                    der.substr(0, der.size() - 1), pem + content_of(place("two.pem")), "x\n" + pem,
                                    std::string("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"),
                                    std::string(kLargestCertificate + 1, 'x')}) {
        EXPECT_THROW(read_recipient_certificate(none), Unacceptable) << none.size();
    }
    std::string steering = pem;
    EXPECT_EQ(shell("openssl req -x509 -newkey rsa:2048 -nodes -keyout k -utf8 -subj \"$(printf "
                    "'/CN=\\033[2J\\303\\270')\" -out c.pem"),
              0)
        << output();
    for (const char each : read_recipient_certificate(content_of(place("c.pem"))).subject) {
        EXPECT_GE(each, ' ');
        EXPECT_LE(each, '~');
    }
}

}  // namespace
}  // namespace postvern::compliance
