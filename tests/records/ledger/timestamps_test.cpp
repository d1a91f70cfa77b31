// Timestamps of checkpoints: taken, given out, refused, and found when they were changed.
#include <gmock/gmock.h>

#include "compliance/verify/verifier.hpp"
#include "records/base64.hpp"
#include "records/ledger/checkpoint.hpp"
#include "records/ledger/timestamp.hpp"
#include "tests/records/ledger/attested_house.hpp"

namespace postvern::records::ledger {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

class LedgerTimestamps : public LedgerAttestations {
  protected:
    LedgerTimestamps() { authority.write_certificate(certificates); }
    LedgerSettings stamped() {
        LedgerSettings changed = settings();
        changed.attestors.timestamp_certificates = certificates;
        return changed;
    }
    TestAuthority authority;
    const std::filesystem::path certificates = directory / "authority.pem";
};

TEST_F(LedgerTimestamps, AreTakenOncePerIntervalAndPublished) {
    {
        Ledger ledger(stamped(), keys);
        EXPECT_EQ(ledger.attestations().timestamp_due(86'400), std::nullopt)
            << "nothing is published";
        ledger.publish_now();
        const auto question = ledger.attestations().timestamp_due(86'400);
        ASSERT_TRUE(question);
        ledger.attestations().accept_timestamp(*question, authority.answer(question->octets));
        now += 1'000'000;
        EXPECT_EQ(ledger.attestations().timestamp_due(86'400), std::nullopt) << "of the same tree";
        now -= 1'000'000;
        ledger.publish_now();
        now += 86'399;
        EXPECT_EQ(ledger.attestations().timestamp_due(86'400), std::nullopt) << "too soon";
        ++now;
        EXPECT_TRUE(ledger.attestations().timestamp_due(86'400));
    }
    const std::string text = [&] {
        const std::string note = backup::read_file(data / "tiles/timestamp/32.checkpoint", 65'536);
        return note.substr(0, note.find("\n\n") + 1);
    }();
    const std::string answer = backup::read_file(data / "tiles/timestamp/32.tsr", 65'536);
    EXPECT_NO_THROW(check_timestamp(answer, {.text = text, .certificates = certificates}));
    const auto examination = Ledger::verify(data, keys_directory, keys, {{}, certificates});
    EXPECT_EQ(examination.fault, std::nullopt);
    EXPECT_EQ(examination.timestamps, 1U);

    // The directory is made from ledger.db.
    std::filesystem::remove_all(data / "tiles");
    const Ledger again(stamped(), keys);
    EXPECT_EQ(backup::read_file(data / "tiles/timestamp/32.tsr", 65'536), answer);
}

TEST_F(LedgerTimestamps, AreOfWhatIsGivenOut) {
    LedgerSettings changed = stamped();
    changed.attestors.witnesses = {one.verifier_key()};
    changed.attestors.quorum = 1;
    Ledger ledger(changed, keys);
    ledger.publish_now();
    EXPECT_EQ(ledger.attestations().timestamp_due(1), std::nullopt);
    ledger.attestations().accept(cosigned(ledger, one));
    ledger.publish_now();
    EXPECT_EQ(ledger.attestations().timestamp_due(1)->checkpoint.size, 32U);
}

TEST_F(LedgerTimestamps, AreRefusedUnlessTheyAnswerTheQuestionAndAreCertified) {
    Ledger ledger(stamped(), keys);
    ledger.publish_now();
    auto& attestations = ledger.attestations();
    const auto question = *attestations.timestamp_due(1);
    const auto another = *attestations.timestamp_due(1);
    const std::string good = authority.answer(question.octets);
    const auto refused = [&](const std::string& answer) {
        return refusal([&] { attestations.accept_timestamp(question, answer); });
    };
    EXPECT_THAT(refused(""), HasSubstr("is no timestamp"));
    EXPECT_THAT(refused(std::string(100'000, '0')), HasSubstr("is no timestamp"));
    EXPECT_THAT(refused(good + 'x'), HasSubstr("is no timestamp"));
    EXPECT_THAT(refused(good.substr(0, good.size() - 1)), HasSubstr("is no timestamp"));
    EXPECT_THAT(refused(authority.answer(another.octets)), HasSubstr("nonce mismatch"));
    EXPECT_THAT(refused(authority.answer(timestamp_question("something else\n", question.nonce))),
                HasSubstr("message imprint mismatch"));
    EXPECT_THAT(refused(TestAuthority().answer(question.octets)), HasSubstr("does not verify"));
    EXPECT_THAT(refused(authority.answer("no question")), HasSubstr("does not verify"))
        << "a refusal of its";
    EXPECT_EQ(Ledger::verify(data, keys_directory, keys).timestamps, 0U);
    EXPECT_EQ(fault({{}, certificates}), "sound");
    attestations.accept_timestamp(question, good);
    EXPECT_EQ(Ledger::verify(data, keys_directory, keys).timestamps, 1U);
}

TEST_F(LedgerTimestamps, CannotBeMadeToStateAnythingElse) {
    const std::string good = authority.answer(timestamp_question("text\n", 42));
    const TimestampCheck check{.text = "text\n", .nonce = 42, .certificates = certificates};
    const std::int64_t moment = check_timestamp(good, check);
    std::size_t accepted = 0;
    for (std::size_t octet = 0; octet < good.size(); ++octet) {
        std::string changed = good;
        changed[octet] = static_cast<char>(changed[octet] ^ 1);
        try {
            EXPECT_EQ(check_timestamp(changed, check), moment) << octet;
            ++accepted;
        } catch (const Unacceptable&) {
            continue;
        }
    }
    // Octets that nobody signs and nothing depends on: the status "with modifications", names of
    // algorithms.
    EXPECT_LT(accepted, 20U);
}

TEST_F(LedgerTimestamps, AreFoundWhenTheyWereChanged) {
    std::string answer;
    {
        Ledger ledger(stamped(), keys);
        ledger.publish_now();
        const auto question = *ledger.attestations().timestamp_due(1);
        answer = authority.answer(question.octets);
        ledger.attestations().accept_timestamp(question, answer);
    }
    EXPECT_EQ(fault({{}, certificates}), "sound");
    const auto other = directory / "other.pem";
    TestAuthority().write_certificate(other);
    EXPECT_THAT(fault({{}, other}),
                StartsWith("timestamp of size 32: the timestamp does not verify"));
    EXPECT_EQ(fault(), "sound") << "who signed it is asked with certificates only";
    change("UPDATE timestamps SET answer = substr(answer, 2)");
    EXPECT_THAT(fault(), StartsWith("timestamp of size 32: this is no timestamp"));
    change("UPDATE timestamps SET size = 33");
    EXPECT_THAT(fault(), StartsWith("timestamp of size 33: there is no such checkpoint"));
}

TEST_F(LedgerTimestamps, NeedAFileOfCertificates) {
    EXPECT_NO_THROW(require_certificates(certificates));
    EXPECT_NO_THROW(require_certificates({}));
    EXPECT_THROW(require_certificates(directory / "absent"), Unacceptable);
    EXPECT_THROW(require_certificates(database()), Unacceptable);
}

}  // namespace
}  // namespace postvern::records::ledger
