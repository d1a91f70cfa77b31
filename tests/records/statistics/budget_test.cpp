#include "records/statistics/budget.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "records/errors.hpp"
#include "tests/scratch.hpp"

namespace postvern::records::statistics {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using tests::Scratch;

const std::string kOrigin = "postvern.test/statistics";

ledger::NoteSigner signer(char seed = 's') {
    return {"postvern.test/ledger", Secret::copy_of(std::string(32, seed))};
}

ReleasedDay day_of(std::int32_t day, std::uint32_t shares = 1, std::string table = "deliveries") {
    return {Day{day}, 0, {{std::move(table), shares, 32, {{"messages", 1'840}}}}};
}

class BudgetFile : public testing::Test {
  protected:
    Budget open(char seed = 's') { return Budget({scratch.path() / "budget", scratch.path() / "latest"}, signer(seed), kOrigin); }
    const Scratch scratch;
};

TEST_F(BudgetFile, KeepsReleasesAcrossRestarts) {
    {
        Budget budget = open();
        EXPECT_THAT(budget.days(), IsEmpty());
        budget.add(day_of(100));
        budget.add(day_of(101));
    }
    EXPECT_THAT(open().days(), testing::ElementsAre(day_of(100), day_of(101)));
}

TEST_F(BudgetFile, RefusesADayThatWasReleasedAndEveryDayBefore) {
    open().add(day_of(100));
    Budget budget = open();
    EXPECT_THROW(budget.add(day_of(100)), Unacceptable);
    EXPECT_THROW(budget.add(day_of(99)), Unacceptable);
    EXPECT_THAT(budget.objection(day_of(100)), HasSubstr("a day is released once"));
    EXPECT_THAT(budget.objection(day_of(101)), IsEmpty());
}

TEST_F(BudgetFile, SpendsEpsilonOneInAnyThirtyOneDaysAndNoMore) {
    open().add(day_of(100, 30));
    Budget budget = open();
    EXPECT_THAT(budget.objection(day_of(130, 1)), IsEmpty());
    EXPECT_THAT(budget.objection(day_of(130, 2)), HasSubstr("deliveries would spend epsilon 32/31"));
    EXPECT_THROW(budget.add(day_of(130, 2)), Unacceptable);
    EXPECT_EQ(open().days().size(), 1U);
    // Another table has a budget of its own, and after 31 days what was spent is free again.
    EXPECT_THAT(budget.objection(day_of(130, 31, "storage")), IsEmpty());
    EXPECT_THAT(budget.objection(day_of(131, 31)), IsEmpty());
}

TEST_F(BudgetFile, HasRoomForEveryDayOfEveryMonth) {
    {
        Budget budget = open();
        for (std::int32_t day = 0; day < 100; ++day) budget.add(day_of(day));
    }
    EXPECT_EQ(open().days().size(), 100U);
    EXPECT_THAT(open().objection(day_of(100, 1)), IsEmpty());
    EXPECT_THAT(open().objection(day_of(100, 2)), HasSubstr("32/31"));
}

TEST_F(BudgetFile, CountsATableThatStandsTwiceInARelease) {
    ReleasedDay day = day_of(100, 16);
    day.tables.push_back(day.tables.front());
    EXPECT_THAT(open().objection(day), HasSubstr("32/31"));
}

TEST_F(BudgetFile, RefusesDaysThatCannotBeWritten) {
    for (const std::int32_t day : {-1, 2'932'897}) EXPECT_THAT(open().objection(day_of(day)), Not(IsEmpty())) << day;
}

TEST_F(BudgetFile, IsNotReadWithTheKeyOfAnotherSite) {
    open().add(day_of(100));
    EXPECT_THROW(open('x'), StorageError);
}

TEST_F(BudgetFile, TakesTheSameReleaseAgainAfterTheDiskRefused) {
    Budget budget = open();
    std::filesystem::create_directory(scratch.path() / "budget.new");
    std::filesystem::create_directory(scratch.path() / "budget.new/in the way");
    EXPECT_THROW(budget.add(day_of(100)), Unavailable);
    std::filesystem::remove_all(scratch.path() / "budget.new");
    std::filesystem::create_directories(scratch.path() / "latest.new/in the way");
    EXPECT_THROW(budget.add(day_of(100)), Unavailable);
    std::filesystem::remove_all(scratch.path() / "latest.new");
    budget.add(day_of(100));
    EXPECT_THAT(open().days(), testing::ElementsAre(day_of(100)));
}

}  // namespace
}  // namespace postvern::records::statistics
