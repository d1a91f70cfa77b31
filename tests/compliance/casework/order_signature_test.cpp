// Orders with an electronic signature: a certification authority, signers and signatures made by the openssl program.
#include "compliance/order_signature.hpp"

#include <gmock/gmock.h>

#include <fstream>

#include "records/errors.hpp"
#include "tests/compliance/casework/extraction_bench.hpp"

namespace postvern::compliance {
namespace {

using testing::HasSubstr;

constexpr std::int64_t kAt = 1'772'449'200;  // 2026-03-02 11:00 UTC
const std::string kDocument = "the order of the court\r\nin two lines\n";

class OrderSignatureTest : public ExtractionBench {
  protected:
    OrderSignatureTest() {
        put("order.pdf", kDocument);
        authority("root");
        signer("judge", "root");
    }
    void put(const std::string& name, std::string_view octets) const {
        std::ofstream(place(name), std::ios::binary) << octets;
    }
    void authority(const std::string& name) const {
        shell("mkdir " + name + ".d && touch " + name + ".d/index && printf '[ca]\ndefault_ca=own\n[own]\ndatabase=" + name +
              ".d/index\nnew_certs_dir=" + name + ".d\nrand_serial=yes\ndefault_md=sha256\npolicy=any\nunique_subject=no\n"
              "[any]\ncommonName=supplied\n[root]\nbasicConstraints=critical,CA:TRUE\nkeyUsage=keyCertSign\n"
              "subjectKeyIdentifier=hash\n[judge]\nbasicConstraints=CA:FALSE\nkeyUsage=critical,nonRepudiation\n"
              "subjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n[server]\nbasicConstraints=CA:FALSE\n"
              "keyUsage=critical,keyEncipherment\n' > " + name + ".cnf");
        issue(name, name, "root", "-selfsign", "20260101000000Z", "20360101000000Z");
    }
    void issue(const std::string& name, const std::string& by, const std::string& extensions, const std::string& more,
               const std::string& from, const std::string& until) const {
        shell("openssl req -newkey rsa:2048 -nodes -keyout " + name + ".key -out " + name + ".csr -subj '/CN=" + name +
              " example' && openssl ca -batch -config " + by + ".cnf -keyfile " + by + ".key " + more +
              (more.empty() ? " -cert " + by + ".pem" : "") + " -in " + name + ".csr -out " + name +
              ".pem -notext -extensions " + extensions + " -startdate " + from + " -enddate " + until);
    }
    void signer(const std::string& name, const std::string& by, const std::string& extensions = "judge",
                const std::string& from = "20260101000000Z", const std::string& until = "20360101000000Z") const {
        issue(name, by, extensions, "", from, until);
    }
    std::string sign(const std::string& who, const std::string& more = "", const std::string& document = "order.pdf") const {
        shell("openssl cms -sign -binary -md sha256 -in " + document + " -signer " + who + ".pem -inkey " + who +
              ".key -outform DER -out signature.p7s " + more);
        return content("signature.p7s");
    }
    OrderSignatureFinding check(const std::string& signature, const std::string& document = kDocument,
                                std::int64_t dated = kAt - 86'400, std::int64_t received = kAt) const {
        return check_order_signature(document, signature, OrderSigners::read(place("root.pem")), received, dated);
    }
};

TEST_F(OrderSignatureTest, OneOfWhomTheSiteTrustsIsVerified) {
    const std::string signature = sign("judge");
    const auto finding = check(signature);
    EXPECT_TRUE(finding.verified) << finding.why_not;
    EXPECT_EQ(finding.subject, "CN=judge example");
    shell("openssl x509 -in judge.pem -outform DER | sha256sum | cut -c1-64 > hash");
    EXPECT_EQ(records::hexadecimal(finding.certificate) + '\n', content("hash"));
    shell("openssl cms -cmsout -inform DER -in signature.p7s -outform PEM -out signature.pem");
    EXPECT_TRUE(check(content("signature.pem")).verified);
    EXPECT_TRUE(check(sign("judge", "-noattr")).verified);
}

TEST_F(OrderSignatureTest, WhatIsWrongIsNotVerifiedAndSaysWhy) {
    authority("other");
    signer("stranger", "other");
    signer("late", "root", "judge", "20260101000000Z", "20260228000000Z");
    signer("early", "root", "judge", "20260302000000Z", "20360101000000Z");
    signer("server", "root", "server");
    put("another.pdf", "another document");
    const std::string good = sign("judge");
    const auto why = [&](const std::string& signature, const std::string& document = kDocument) {
        const auto finding = check(signature, document);
        EXPECT_FALSE(finding.verified);
        return finding.why_not;
    };
    EXPECT_THAT(why(good, "another document"), HasSubstr("verif"));
    EXPECT_THAT(why(sign("judge", "", "another.pdf")), HasSubstr("verif"));
    EXPECT_THAT(why(sign("stranger")), HasSubstr("certificate"));
    EXPECT_THAT(why(sign("late")), HasSubstr("expired"));
    EXPECT_THAT(why(sign("early")), HasSubstr("not in force at the order's date"));
    EXPECT_THAT(why(sign("server")), HasSubstr("not for signatures"));
    EXPECT_THAT(why(sign("judge", "-nodetach")), HasSubstr("not detached"));
    EXPECT_THAT(why(sign("judge", "-md sha1")), HasSubstr("digest"));
    EXPECT_THAT(why(good + "x"), HasSubstr("follows"));
    EXPECT_THAT(why(""), HasSubstr("no CMS message"));
    EXPECT_THAT(why("-----BEGIN CMS-----\nAAAA\n-----END CMS-----\n"), HasSubstr("no CMS message"));
    EXPECT_THAT(why(content("judge.pem")), HasSubstr("no CMS message"));
    EXPECT_THAT(why(std::string(kLargestOrderSignature + 1, '0')), HasSubstr("256 KiB"));
    EXPECT_EQ(check(sign("stranger")).subject, "CN=stranger example");  // told all the same
}

// No octet of a signature can be another.
TEST_F(OrderSignatureTest, AnAlteredOneIsNeverVerifiedAsAnotherSigners) {
    const std::string good = sign("judge", "-nocerts -certfile judge.pem");
    for (std::size_t at = 0; at < good.size(); at += 7) {
        std::string altered = good;
        altered[at] = static_cast<char>(altered[at] ^ 0x20);
        const auto finding = check(altered);
        EXPECT_TRUE(!finding.verified || finding.subject == "CN=judge example") << at;
    }
    std::string altered = good;
    altered[good.size() - 5] = static_cast<char>(altered[good.size() - 5] ^ 1);  // the signature value
    EXPECT_FALSE(check(altered).verified);
}

TEST_F(OrderSignatureTest, NobodyIsTrustedByLeavingThemOut) {
    const auto finding = check_order_signature(kDocument, sign("judge"), {}, kAt, kAt);
    EXPECT_FALSE(finding.verified);
    EXPECT_THAT(finding.why_not, HasSubstr("case-signers"));
    std::filesystem::create_directory(place("folder"));
    EXPECT_THROW(OrderSigners::read(place("folder")), records::Unacceptable);
    put("folder/empty.pem", "nothing");
    EXPECT_THROW(OrderSigners::read(place("folder")), records::Unacceptable);
    std::filesystem::copy_file(place("root.pem"), place("folder/empty.pem"),
                               std::filesystem::copy_options::overwrite_existing);
    EXPECT_FALSE(OrderSigners::read(place("folder")).empty());
    EXPECT_THROW(OrderSigners::read(place("none.pem")), records::Unacceptable);
}

TEST_F(OrderSignatureTest, AnOrderThatIsSaidToBeSignedIsValidOnlyWithItsVerifiedSignature) {
    signers = OrderSigners::read(place("root.pem"));
    reopen();
    const std::string reference = classified(kCourt);
    CourtOrder signed_order = order(reference);
    signed_order.seal = OrderSeal::signature;
    signed_order.instrument = records::sha256(kDocument);
    CaseAct entering = step(CaseStep::enter_order);
    entering.order = signed_order;
    entering.papers = {{"order", "order.pdf", kDocument}};
    ASSERT_EQ(take(kOfficer, reference, entering).refusal, "");
    EXPECT_THAT(take(kOfficer, reference, validating(kOfficer, reference)).refusal, HasSubstr("did not come with it"));

    CaseAct attach = step(CaseStep::attach);
    put("another.pdf", "another document");
    attach.papers = {{"order-signature", "order.p7s", sign("judge", "", "another.pdf")}};
    ASSERT_EQ(take(kOfficer, reference, attach).refusal, "");
    EXPECT_FALSE(see(reference).view.order_signature->verified);
    EXPECT_THAT(take(kOfficer, reference, validating(kOfficer, reference)).refusal, HasSubstr("it does not verify"));

    attach.papers = {{"order-signature", "order.p7s", sign("judge")}};
    ASSERT_EQ(take(kOfficer, reference, attach).refusal, "");
    reopen();
    EXPECT_TRUE(see(reference).view.order_signature->verified);
    EXPECT_EQ(see(reference).view.order_signature->subject, "CN=judge example");
    ASSERT_EQ(take(kOfficer, reference, validating(kOfficer, reference)).refusal, "");
}

// A genuine signature of another document makes no order of this one.
TEST_F(OrderSignatureTest, NoOtherDocumentIsExaminedInTheOrdersPlace) {
    signers = OrderSigners::read(place("root.pem"));
    reopen();
    put("another.pdf", "another document");
    const std::string foreign = sign("judge", "", "another.pdf");
    const std::string reference = classified(kCourt);
    CaseAct entering = step(CaseStep::enter_order);
    entering.order = order(reference);
    entering.order->seal = OrderSeal::signature;
    entering.order->instrument = records::sha256(kDocument);
    entering.papers = {{"order", "another.pdf", "another document"},
                       {"order", "order.pdf", kDocument},
                       {"order-signature", "order.p7s", foreign}};
    EXPECT_THAT(take(kOfficer, reference, entering).refusal, HasSubstr("one document is the order"));
    entering.papers.erase(entering.papers.begin());
    ASSERT_EQ(take(kOfficer, reference, entering).refusal, "");
    EXPECT_FALSE(see(reference).view.order_signature->verified);

    CaseAct attach = step(CaseStep::attach);
    attach.order = entering.order;
    attach.order->instrument = records::sha256("another document");
    attach.papers = {{"order", "another.pdf", "another document"}, {"order-signature", "order.p7s", foreign}};
    EXPECT_THAT(take(kOfficer, reference, attach).refusal, HasSubstr("comes with its fields"));
    attach.papers.erase(attach.papers.begin());
    ASSERT_EQ(take(kOfficer, reference, attach).refusal, "");
    EXPECT_FALSE(see(reference).view.order_signature->verified);
    attach.papers.push_back({"order-signature", "order.p7s", sign("judge")});
    EXPECT_THAT(take(kOfficer, reference, attach).refusal, HasSubstr("one signature"));
    attach.papers.erase(attach.papers.begin());
    ASSERT_EQ(take(kOfficer, reference, attach).refusal, "");
    EXPECT_TRUE(see(reference).view.order_signature->verified);
}

}  // namespace
}  // namespace postvern::compliance
