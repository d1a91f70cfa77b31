#include "compliance/statistics_job.hpp"

#include "tests/records/archive/household.hpp"

namespace postvern::compliance {
namespace {

using records::Household;
using records::Scratch;
using Trouble = StatisticsJob::Trouble;

constexpr std::int64_t kDay = 86'400;

TEST(StatisticsJob, ReleasesADayWhenItIsOver) {
    const Scratch scratch;
    Household home(scratch);
    StatisticsJob job(home.site, *home.gate, [](Trouble, std::uint64_t) { FAIL(); });
    EXPECT_EQ(job.run_once(), 0U);
    EXPECT_EQ(home.site.statistics().released().size(), 0U);
    home.now += kDay;
    job.run_once();  // the job's own thread may have been quicker
    EXPECT_EQ(job.run_once(), 0U);
    EXPECT_EQ(home.site.statistics().released().size(), 1U);
    EXPECT_TRUE(std::filesystem::exists(scratch.path() / "data/statistics/metrics.txt"));
    EXPECT_FALSE(home.site.statistics().verify().fault);
}

TEST(StatisticsJob, SaysThatTheBudgetIsDamagedAndReleasesNothing) {
    const Scratch scratch;
    {
        Household home(scratch);
        StatisticsJob job(home.site, *home.gate, [](Trouble, std::uint64_t) { FAIL(); });
        home.now += kDay;
        job.run_once();
        ASSERT_EQ(home.site.statistics().released().size(), 1U);
    }
    std::filesystem::resize_file(scratch.path() / "data/statistics/budget", 100);
    Household home(scratch, std::uint64_t{1} << 30, Household::kBeginning + kDay);
    std::promise<Trouble> told;
    StatisticsJob job(home.site, *home.gate,
                      [&told](Trouble trouble, std::uint64_t) { told.set_value(trouble); });
    EXPECT_EQ(told.get_future().get(), Trouble::budget);
    home.now += 2 * kDay;
    EXPECT_EQ(job.run_once(), 0U);
    EXPECT_EQ(std::filesystem::file_size(scratch.path() / "data/statistics/budget"), 100U);
}

}  // namespace
}  // namespace postvern::compliance
