// Which cases the transparency report counts, and when: closed ones, never one under silence.
#include <algorithm>

#include "compliance/transparency_report.hpp"
#include "tests/compliance/casework/bench.hpp"

namespace postvern::compliance {
namespace {

class Counting : public testing::Test, public Bench {
  protected:
    // Of 2026, as it stands; one line for each figure.
    std::string interim() {
        ReportSettings settings{"Example Mail AS", "postvern.00ff/ledger", "2026", "2026", "2026-12-01", "", true};
        std::string csv = to_csv(casework().report(house().by(kOfficer), settings));
        csv.erase(0, csv.find('\n') + 1);
        csv.erase(std::remove(csv.begin(), csv.end(), '\r'), csv.end());
        return csv;
    }
    CaseOutcome silence(const std::string& reference, CaseStep step) {
        CaseAct act;
        act.step = step;
        act.silence = policy::Silence::statutory;
        act.papers = {{step == CaseStep::keep_silence ? "silence-paper" : "release-paper", "paper.pdf", "a paper"}};
        return take(kOfficer, reference, act);
    }
};

TEST_F(Counting, ACaseCountsOnceItIsClosed) {
    const std::string reference = classified(kPolice);
    ASSERT_EQ(take(kOfficer, reference, CaseStep::reject, {}, "no court has decided").refusal, "");
    EXPECT_EQ(interim(), "");
    ASSERT_EQ(take(kOfficer, reference, CaseStep::close).refusal, "");
    EXPECT_EQ(interim(), "2026,NO,police-request,rejected,1,1,interim\n");
    // What comes later moves it into no other period.
    home().now += 300 * kDay;
    ReportSettings next{"Example Mail AS", "postvern.00ff/ledger", "2026-12", "2026-12", "2027-01-02", "", false};
    EXPECT_EQ(casework().report(house().by(kOfficer), next).cases, 0u);
    next.from = next.until = "2026-03";
    EXPECT_EQ(casework().report(house().by(kOfficer), next).cases, 1u);
}

TEST_F(Counting, WithdrawnBeforeItWasClassifiedIsOneToo) {
    const std::string reference = open(kPolice);
    CaseAct act;
    act.step = CaseStep::withdraw;
    act.papers = {{"withdrawal", "letter.pdf", "never mind"}};
    ASSERT_EQ(take(kOfficer, reference, act).refusal, "");
    ASSERT_EQ(take(kOfficer, reference, CaseStep::close).refusal, "");
    EXPECT_EQ(interim(), "2026,NO,unclassified,withdrawn,1,1,interim\n");
}

TEST_F(Counting, NoCaseUnderSilenceIsInAnyReport) {
    const std::string reference = classified(kPolice);
    ASSERT_EQ(take(kOfficer, reference, CaseStep::await_court).refusal, "");
    ASSERT_EQ(silence(reference, CaseStep::keep_silence).refusal, "");
    EXPECT_EQ(interim(), "");
    EXPECT_FALSE(take(kOfficer, reference, CaseStep::close, {}, "no order came").taken);
    CaseAct withdrawal;
    withdrawal.step = CaseStep::withdraw;
    withdrawal.papers = {{"withdrawal", "letter.pdf", "never mind"}};
    ASSERT_EQ(take(kOfficer, reference, withdrawal).refusal, "");
    EXPECT_EQ(interim(), "");
    ASSERT_EQ(silence(reference, CaseStep::release_silence).refusal, "");
    ASSERT_EQ(take(kOfficer, reference, CaseStep::close).refusal, "");
    EXPECT_EQ(interim(), "2026,NO,police-request,withdrawn,1,1,interim\n");
    // What is closed is kept silent no more.
    EXPECT_FALSE(silence(reference, CaseStep::keep_silence).taken);
}

}  // namespace
}  // namespace postvern::compliance
