// After a hand-over whose order is quashed: what a case still takes, and who is told of what.
#include <gmock/gmock.h>

#include "tests/compliance/casework/extraction_bench.hpp"

namespace postvern::compliance {
namespace {

using records::letter;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

class RecallTest : public ExtractionBench {
  protected:
    std::vector<std::string> inbox() {
        const policy::Subject owner = home().sign_in("alice@example.org", "correct horse");
        std::vector<std::string> notices;
        for (const auto& each : home().read(owner, home().collection(owner, "INBOX"), records::UidSet::all())) {
            if (each.content.find("owner-notice-") != std::string::npos) notices.push_back(each.content);
        }
        return notices;
    }
    // A valid order over what is in the account, up to SCOPED.
    std::string in_scope() {
        home().deliver(alice, letter("of the window"));
        home().now += 100;
        const std::string reference = classified(kCourt);
        EXPECT_EQ(take(kOfficer, reference, entering(order_until_now(reference))).refusal, "");
        validate(reference);
        clear(reference);
        return reference;
    }
    CaseAct silence(CaseStep which, std::int64_t until) {
        CaseAct act = step(which);
        act.silence = policy::Silence::court;
        act.until = until;
        act.papers = {{"silence-paper", "210a.pdf", "the court's deferral"}};
        return act;
    }
    std::string deferred(std::int64_t until) {
        const std::string reference = in_scope();
        EXPECT_EQ(take(kOfficer, reference, silence(CaseStep::defer_notice, until)).refusal, "");
        return reference;
    }
    void extracted(const std::string& reference) {
        const auto asked = request(reference);
        approve(reference, asked);
        ASSERT_EQ(extract(reference, partials(asked)).refusal, "");
    }
    CaseOutcome delivered(const std::string& reference) {
        CaseAct act = step(CaseStep::deliver);
        act.papers = {{"receipt", "receipt.pdf", "signed"}};
        return take(kOfficer, reference, act);
    }
    void recalled(const std::string& reference) {
        CaseAct act = step(CaseStep::quash);
        act.papers = {{"ruling", "ruling.pdf", "quashed"}};
        act.quashing = Quashing{"Fjordvik lagmannsrett", "26-000815SAK", home().now};
        ASSERT_EQ(take(kOfficer, reference, act).refusal, "");
        ASSERT_EQ(see(reference).file.state, "RECALLED");
    }
    std::uint64_t run() {
        std::uint64_t failed = 0;
        casework().run_due(failed);
        return failed;
    }
};

TEST_F(RecallTest, UnderADeferralTakesWhatAnyOpenCaseTakes) {
    const std::int64_t end = home().now + 20 * kDay;
    const std::string reference = deferred(end);
    extracted(reference);
    ASSERT_EQ(delivered(reference).refusal, "");
    recalled(reference);
    CaseAct enclosure = step(CaseStep::attach);
    enclosure.papers = {{"enclosure", "letter.pdf", "a letter"}};
    EXPECT_EQ(take(kOfficer, reference, enclosure).refusal, "");
    CaseAct recusal = step(CaseStep::recuse);
    recusal.person = kSupport;
    recusal.reason = "a cousin of the owner";
    EXPECT_EQ(take(kOfficer, reference, recusal).refusal, "");
    // The court sets a later end: nobody is told at the old one.
    EXPECT_EQ(take(kOfficer, reference, silence(CaseStep::keep_silence, end + 20 * kDay)).refusal, "");
    home().now = end + 1;
    EXPECT_EQ(run(), 0U);
    EXPECT_THAT(inbox(), SizeIs(0));
    CaseAct waiver = step(CaseStep::waive_notice);
    waiver.papers = {{"waiver", "208a.pdf", "the court's decision"}};
    EXPECT_EQ(take(kOfficer, reference, waiver).refusal, "");
    EXPECT_TRUE(see(reference).view.waived);
}

TEST_F(RecallTest, StillNeedsTheLetterThatCallsBack) {
    const std::string reference = in_scope();
    notify(reference);
    extracted(reference);
    ASSERT_EQ(delivered(reference).refusal, "");
    CaseAct act = step(CaseStep::quash);
    act.papers = {{"ruling", "ruling.pdf", "quashed"}};  // by whom and when is not said
    EXPECT_THAT(take(kOfficer, reference, act).refusal, HasSubstr("the letter recall cannot be written"));
    EXPECT_EQ(see(reference).file.state, "DELIVERED");
}

// The owner was told before the hand-over, and not of it.
TEST_F(RecallTest, IsClosedOnceTheOwnerWasToldOfTheHandOver) {
    const std::string reference = in_scope();
    notify(reference);
    extracted(reference);
    const CaseOutcome handed_over = delivered(reference);
    ASSERT_EQ(handed_over.refusal, "");
    EXPECT_NE(handed_over.letter->paper, 0U) << handed_over.letter->lacks;
    recalled(reference);
    EXPECT_EQ(take(kOfficer, reference, CaseStep::close).missing, std::vector{Evidence::notice_done});
    home().now += kHour;
    EXPECT_EQ(take(kOfficer, reference, CaseStep::notify).letter->id, "owner_notice_recalled");
    EXPECT_EQ(take(kOfficer, reference, CaseStep::close).refusal, "");
}

// A deferral ends while the extraction goes on.
TEST_F(RecallTest, OfADeferralThatEndsBeforeTheHandOverTheOwnerReadsThatItIsStillToCome) {
    const std::int64_t end = home().now + 2 * kDay;
    const std::string reference = deferred(end);
    extracted(reference);
    ASSERT_EQ(see(reference).file.state, "EXTRACTED");
    home().now = end + 1;
    EXPECT_EQ(run(), 0U);
    ASSERT_THAT(inbox(), SizeIs(1));
    EXPECT_THAT(inbox().front(), Not(HasSubstr("by which we were to hand over")));
    EXPECT_THAT(inbox().front(), HasSubstr("it is still to be carried out"));
    EXPECT_THAT(inbox().front(), HasSubstr("208"));
    home().now += kDay;
    ASSERT_EQ(delivered(reference).refusal, "");
    EXPECT_EQ(take(kOfficer, reference, CaseStep::notify).letter->id, "owner_notice_after");
    EXPECT_EQ(take(kOfficer, reference, CaseStep::close).refusal, "");
}

// It counted when it was closed; a silence after the recall moves it into no other period.
TEST_F(RecallTest, ASilenceAfterItMovesTheCaseIntoNoOtherReport) {
    const std::string reference = in_scope();
    notify(reference);
    extracted(reference);
    CaseAct form = step(CaseStep::attach);
    form.letter = "hand_over_receipt";
    EXPECT_EQ(take(kOfficer, reference, form).refusal, "");
    ASSERT_EQ(delivered(reference).refusal, "");
    ASSERT_EQ(take(kOfficer, reference, CaseStep::notify).refusal, "");
    ASSERT_EQ(take(kOfficer, reference, CaseStep::close).refusal, "");
    const auto count = [&](const std::string& period) {
        const ReportSettings settings{"Example Mail AS", "postvern.00ff/ledger", period, period, "2040-01-01", "", false};
        return casework().report(house().by(kDirector), settings).cases;
    };
    ASSERT_EQ(count("2026"), 1U);
    home().now += 330 * kDay;
    recalled(reference);
    ASSERT_EQ(take(kOfficer, reference, silence(CaseStep::keep_silence, home().now + 20 * kDay)).refusal, "");
    EXPECT_EQ(count("2026"), 1U);
    CaseAct release = step(CaseStep::release_silence);
    release.papers = {{"release-paper", "release.pdf", "released"}};
    ASSERT_EQ(take(kOfficer, reference, release).refusal, "");
    EXPECT_EQ(count("2026"), 1U);
    EXPECT_EQ(count("2027"), 0U);
}

}  // namespace
}  // namespace postvern::compliance
