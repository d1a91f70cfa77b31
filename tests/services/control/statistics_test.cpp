// The published numbers by the tool, and that a budget which was tampered with is told.
#include <gmock/gmock.h>

#include <fstream>

#include "compliance/statistics_job.hpp"
#include "tests/services/control/site.hpp"

namespace postvern::services::control {

namespace {

using ::testing::HasSubstr;

// Two days pass in the house; 20,000 accounts sign in on the first.
void let_two_days_pass(const ScratchSite& site) {
    std::atomic<std::int64_t> now{1'772'496'000};  // 2026-03-03 00:00 UTC
    house::HouseSettings settings = site.configuration().house();
    settings.site.clock = [&now] { return now.load(); };
    house::House house(settings);
    for (std::uint64_t i = 1; i <= 20'000; ++i) house.site().statistics().signed_in(policy::AccountId{i});
    compliance::StatisticsJob job(house.site(), house.gate(),
                                  [](compliance::StatisticsJob::Trouble, std::uint64_t) { FAIL(); });
    for (std::size_t day = 1; day <= 2; ++day) {
        now += 86'400;
        job.run_once();  // the job's own thread may have been quicker
        EXPECT_EQ(house.site().statistics().released().size(), day);
    }
}

TEST(StatisticsCommands, ShowWhatWasReleasedAndCheckIt) {
    const ScratchSite site;
    site.enter_staff();
    EXPECT_THAT(site.tool({"statistics", "show"}).out, HasSubstr("Nothing was released yet"));
    let_two_days_pass(site);
    const Ran shown = site.tool({"statistics", "show"});
    EXPECT_EQ(shown.code, 0) << shown.err;
    EXPECT_THAT(shown.out, HasSubstr("2026-03-03  deliveries messages "));
    EXPECT_THAT(shown.out, HasSubstr("  sign_ins "));
    EXPECT_THAT(shown.out, HasSubstr("+-372  storage mebibytes "));
    EXPECT_THAT(shown.out, HasSubstr("\n2026-03-04  deliveries messages "));
    const Ran json = site.json({"statistics", "show"});
    EXPECT_THAT(json.out, HasSubstr("\"2026-03-03\""));
    EXPECT_THAT(json.member("verifier_key"), HasSubstr("/ledger+"));
    const Ran verified = site.json({"statistics", "verify"});
    EXPECT_EQ(verified.code, 0) << verified.out;
    EXPECT_EQ(verified.number("releases"), 2U);
}

TEST(StatisticsCommands, TellOfABudgetThatWasTamperedWith) {
    const ScratchSite site;
    site.enter_staff();
    let_two_days_pass(site);
    const auto budget = site.configuration().data / "statistics/budget";
    std::fstream file(budget, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(100);
    file.put('#');
    file.close();
    const Ran verified = site.tool({"statistics", "verify"});
    EXPECT_EQ(verified.code, 1);
    EXPECT_THAT(verified.out, HasSubstr("NOT sound: " + budget.string() + ": release 1 is damaged or was edited"));
    const Ran shown = site.tool({"statistics", "show"});
    EXPECT_EQ(shown.code, 1);
    EXPECT_THAT(shown.err, HasSubstr("no statistics are released"));
}

}  // namespace

}  // namespace postvern::services::control
