// Who stands for whom on the road to an extraction, what is taken of an order, and what ends a request.
#include <gmock/gmock.h>

#include "compliance/disclosure/refused.hpp"
#include "tests/compliance/casework/extraction_bench.hpp"

namespace postvern::compliance {
namespace {

using disclosure::Seat;
using records::letter;
using testing::ElementsAre;
using testing::HasSubstr;

class MandateTest : public ExtractionBench {
  protected:
    // A valid order, scoped, and the owner told.
    std::string told(const CaseAct& scope = step(CaseStep::scope)) {
        const std::string reference = classified(kCourt);
        EXPECT_EQ(take(kOfficer, reference, entering(wanted(reference))).refusal, "");
        validate(reference);
        clear(reference, scope);
        notify(reference);
        return reference;
    }
    virtual CourtOrder wanted(const std::string& reference) { return order_until_now(reference); }

    std::string appointment(std::uint32_t by, const std::string& reference, Seat seat, std::uint32_t substitute,
                            std::int64_t days = 7) {
        return disclosure::sign_appointment(see(reference).view.reference, seat, key_of(substitute).public_key(),
                                            home().now + days * kDay, home().now, key_of(by)).text;
    }
    CaseAct appointing(std::vector<std::string> documents, std::uint32_t person, CaseActor seat) {
        CaseAct act = step(CaseStep::appoint);
        act.person = person;
        act.seat = seat;
        act.reason = "is abroad";
        act.appointments = std::move(documents);
        return act;
    }
    CaseAct revoking(std::uint32_t user, const disclosure::Request& request) {
        CaseAct act = step(CaseStep::revoke_request);
        act.signature = disclosure::sign_withdrawal(request.case_reference, request.hash, home().now, key_of(user)).text;
        return act;
    }
};

// The managing director is away: the second officer and a validator put another legal officer into the seat.
TEST_F(MandateTest, ASubstituteWhomTwoAppointedApproves) {
    home().deliver(alice, letter("within"));
    home().now += 100;
    const std::string reference = told();
    const auto request = ExtractionBench::request(reference);
    const CaseActor seat = CaseActor::managing_director;
    const auto by = [&](std::uint32_t user, Seat of = Seat::managing_director) {
        return appointment(user, reference, of, kColleague);
    };
    const auto refusal = [&](std::vector<std::string> documents) {
        return take(kSecond, reference, appointing(std::move(documents), kColleague, seat)).refusal;
    };
    EXPECT_THAT(refusal({}), HasSubstr("two signed appointments are missing"));
    EXPECT_THAT(refusal({by(kSecond), by(kSecond)}), HasSubstr("another legal officer"));
    EXPECT_THAT(refusal({by(kSecond), by(kWatchdog)}), HasSubstr("another legal officer"));
    EXPECT_THAT(refusal({by(kOfficer), by(kOfficer)}), HasSubstr("your own key"));
    EXPECT_THAT(refusal({by(kSecond), by(kColleague)}), HasSubstr("nobody appoints themselves"));
    EXPECT_THAT(refusal({by(kSecond), by(kOfficer, Seat::second_officer)}), HasSubstr("other seat"));
    EXPECT_THAT(refusal({by(kSecond), appointment(kOfficer, reference, Seat::managing_director, kColleague, 0)}),
                HasSubstr("has ended"));
    EXPECT_THAT(refusal({by(kSecond), "no document"}), HasSubstr("an appointment: "));
    std::string altered = by(kOfficer);
    altered[altered.size() - 10] = altered[altered.size() - 10] == 'a' ? 'b' : 'a';
    EXPECT_THAT(refusal({by(kSecond), altered}), HasSubstr("does not verify"));
    EXPECT_THAT(take(kDirector, reference, appointing({by(kDirector), by(kOfficer)}, kColleague, seat)).refusal,
                HasSubstr("the officer in the other one"));

    CaseAct approval = approving(kColleague, request, Seat::managing_director);
    approval.office = seat;
    EXPECT_FALSE(take(kColleague, reference, approval).taken);
    ASSERT_EQ(refusal({by(kSecond), by(kOfficer)}), "");
    ASSERT_EQ(take(kColleague, reference, approval).refusal, "");
    ASSERT_EQ(take(kSecond, reference, approving(kSecond, request, Seat::second_officer)).refusal, "");
    ASSERT_EQ(take(kWatchdog, reference, attesting(request)).refusal, "");
    ASSERT_EQ(see(reference).file.state, "DUAL_APPROVED");
    ASSERT_EQ(extract(reference, partials(request, 2, 3)).refusal, "");
    const auto bag = opened_bag(reference);  // postvern-verify finds it sound
    EXPECT_THAT(subjects(bag), ElementsAre("within"));
    EXPECT_TRUE(bag.contains("evidence/appointment-1.txt"));
    EXPECT_TRUE(bag.contains("evidence/appointment-2.txt"));
    EXPECT_FALSE(bag.contains("evidence/keys/managing_director.pem"));
    // Steps since the order, in words of the tables: no reasons, no sentences of refusals, nothing from before.
    const std::string& decisions = bag.at("evidence/decisions.jsonl");
    EXPECT_THAT(decisions, testing::StartsWith("{\"step\":\"enter-order\""));
    EXPECT_THAT(decisions, HasSubstr("\"step\":\"appoint\",\"office\":\"second_officer\""));
    for (const char* const words : {"is abroad", "does not verify", "\"classify\"", "\"reason\""}) {
        EXPECT_THAT(decisions, testing::Not(HasSubstr(words)));
    }
}

TEST_F(MandateTest, AnAppointmentEnds) {
    const std::string reference = told();
    ASSERT_EQ(take(kSecond, reference,
                   appointing({appointment(kSecond, reference, Seat::managing_director, kColleague),
                               appointment(kOfficer, reference, Seat::managing_director, kColleague, 1)},
                              kColleague, CaseActor::managing_director)).refusal, "");
    home().now += kDay + 1;
    const auto request = ExtractionBench::request(reference);
    CaseAct approval = approving(kColleague, request, Seat::managing_director);
    approval.office = CaseActor::managing_director;
    EXPECT_THAT(take(kColleague, reference, approval).refusal, HasSubstr("needs an appointment on record"));
}

TEST_F(MandateTest, WhoseAppointmentEndedReadsTheCaseNoMoreAndBarsNobody) {
    const std::string reference = told();
    const auto key = disclosure::SigningKey::generate();
    home().personnel.put_key(
        home().ask(home().staff(), policy::Action::administer_staff, policy::Resource::site()), kSupport,
        {key.public_key().octets});
    const auto document = [&](std::uint32_t by) {
        return disclosure::sign_appointment(see(reference).view.reference, Seat::managing_director, key.public_key(),
                                            home().now + kDay, home().now, key_of(by)).text;
    };
    EXPECT_THROW(see(reference, kSupport), policy::Denied);
    ASSERT_EQ(take(kSecond, reference,
                   appointing({document(kSecond), document(kOfficer)}, kSupport, CaseActor::managing_director)).refusal, "");
    const auto other_seat = [&] {
        return take(kDirector, reference,
                    appointing({appointment(kDirector, reference, Seat::second_officer, kColleague),
                                appointment(kOfficer, reference, Seat::second_officer, kColleague)},
                               kColleague, CaseActor::second_officer));
    };
    home().now += kDay - 1;
    EXPECT_EQ(see(reference, kSupport).file.state, "NOTIFIED_BEFORE");
    EXPECT_EQ(other_seat().missing, std::vector{Evidence::substitute});
    home().now += 1;
    EXPECT_THROW(see(reference, kSupport), policy::Denied);
    reopen();
    EXPECT_THROW(see(reference, kSupport), policy::Denied);
    EXPECT_EQ(other_seat().refusal, "");
}

TEST_F(MandateTest, ARevokedRequestOpensNothing) {
    home().deliver(alice, letter("within"));
    home().now += 100;
    const std::string reference = told();
    for (const std::uint32_t user : {kDirector, kSecond, kWatchdog}) {
        const auto request = ExtractionBench::request(reference);
        approve(reference, request);
        const auto made = partials(request);
        EXPECT_FALSE(take(kOfficer, reference, revoking(kOfficer, request)).taken);
        CaseAct borrowed = revoking(user == kSecond ? kDirector : kSecond, request);
        EXPECT_THAT(take(user, reference, borrowed).refusal, HasSubstr("another key"));
        ASSERT_EQ(take(user, reference, revoking(user, request)).refusal, "");
        EXPECT_EQ(see(reference).file.state, "NOTIFIED_BEFORE");
        EXPECT_FALSE(see(reference).view.requested);
        EXPECT_FALSE(extract(reference, made).taken);
        EXPECT_FALSE(take(user, reference, revoking(user, request)).taken);  // twice
        // Another request stands after it: what was signed for the earlier is worth nothing.
        const auto next = ExtractionBench::request(reference);
        EXPECT_NE(next.hash, request.hash);
        EXPECT_THAT(take(kDirector, reference, approving(kDirector, request, Seat::managing_director)).refusal,
                    HasSubstr("not about the request for extraction that stands"));
        approve(reference, next);
        try {
            extract(reference, made);
            ADD_FAILURE() << "partials of a revoked request were combined";
        } catch (const disclosure::Refused& refused) {
            EXPECT_THAT(refused.what(), HasSubstr("are of another request"));
        }
        EXPECT_EQ(see(reference).file.state, "DUAL_APPROVED");
        ASSERT_EQ(take(user, reference, revoking(user, next)).refusal, "");
    }
}

class PrivilegedTest : public MandateTest {
  protected:
    CourtOrder wanted(const std::string& reference) override {
        CourtOrder order = order_until_now(reference);
        order.privilege = Privilege::flagged;
        order.court_recipient = read_recipient_certificate(content("court.pem")).hash;
        return order;
    }
};

// Straffeprosessloven § 204: on any flag all of it goes to the court alone.
TEST_F(PrivilegedTest, APrivilegedBagIsForTheCourtAlone) {
    home().deliver(alice, letter("to counsel"));
    home().now += 100;
    const std::string reference = told();
    const auto request = ExtractionBench::request(reference);
    approve(reference, request);
    EXPECT_THROW(extract(reference, partials(request), "authority"), records::Unacceptable);
    EXPECT_EQ(see(reference).file.state, "DUAL_APPROVED");
    ASSERT_EQ(extract(reference, partials(request), "court").refusal, "");
    EXPECT_THAT(subjects(opened_bag(reference, "court")), ElementsAre("to counsel"));
    EXPECT_NE(std::system(("cd '" + scratch.path().string() + "' && openssl cms -decrypt -binary -inform DER -in bag.cms "
                           "-recip authority.pem -inkey authority.key -out x.tar 2> x.log").c_str()), 0);
}

}  // namespace
}  // namespace postvern::compliance
