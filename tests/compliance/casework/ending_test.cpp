// The end of a case's file: destroyed once its time is over, and counted all the same.
#include <sqlite3.h>

#include <algorithm>
#include <fstream>

#include "compliance/retention.hpp"
#include "compliance/transparency_report.hpp"
#include "tests/compliance/casework/bench.hpp"

namespace postvern::compliance {
namespace {

constexpr std::int64_t kYear = 366 * kDay;

class Ending : public testing::Test, public Bench {
  protected:
    void retain() {
        Retention retention(home().site, *home().gate, home().archive, home().cases,
                            [this](Retention::Trouble, std::uint64_t times) { failures_ += times; }, &casework());
        retention.run_once();
    }
    bool is_there(const std::string& reference) { return home().case_files.find(reference).has_value(); }
    std::string rejected_and_closed() {
        const std::string reference = classified(kPolice);
        EXPECT_EQ(take(kOfficer, reference, CaseStep::reject, {}, "no court has decided").refusal, "");
        EXPECT_EQ(take(kOfficer, reference, CaseStep::close).refusal, "");
        return reference;
    }
    std::uint64_t counted(const std::string& period) {
        const ReportSettings settings{"Example Mail AS", "postvern.00ff/ledger", period, period, "2040-01-01", "", false};
        return casework().report(house().by(kDirector), settings).cases;
    }
    // Everything that lies on the disk of the site, one file behind another.
    std::string disk() {
        std::string all;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(scratch.path())) {
            if (!entry.is_regular_file()) continue;
            std::ifstream stream(entry.path(), std::ios::binary);
            all.append(std::istreambuf_iterator<char>(stream), {});
        }
        return all;
    }
    // What the rows of the case's file hold, as it is on the disk.
    std::vector<std::string> rows_of(std::uint64_t number) {
        sqlite3* database = nullptr;
        EXPECT_EQ(sqlite3_open_v2((scratch.path() / "data/content.db").c_str(), &database, SQLITE_OPEN_READONLY, nullptr), SQLITE_OK);
        const std::string query = "SELECT sealed FROM case_files WHERE legal_case = " + std::to_string(number) +
                                  " UNION ALL SELECT sealed FROM case_steps WHERE legal_case = " + std::to_string(number) +
                                  " UNION ALL SELECT octets FROM case_papers WHERE legal_case = " + std::to_string(number) +
                                  " UNION ALL SELECT facts FROM facts_history WHERE kind = 4 AND subject = " +
                                  std::to_string(number);
        sqlite3_stmt* statement = nullptr;
        EXPECT_EQ(sqlite3_prepare_v2(database, query.c_str(), -1, &statement, nullptr), SQLITE_OK);
        std::vector<std::string> rows;
        while (sqlite3_step(statement) == SQLITE_ROW) {
            const auto* const octets = static_cast<const char*>(sqlite3_column_blob(statement, 0));
            const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, 0));
            // The last octets: longer rows go on in other pages.
            if (size >= 24) rows.emplace_back(octets + size - 24, 24);
        }
        sqlite3_finalize(statement);
        sqlite3_close(database);
        return rows;
    }
    std::uint64_t failures_ = 0;
};

TEST_F(Ending, AFileIsDestroyedThreeYearsAfterItWasOpened) {
    const std::string reference = rejected_and_closed();
    const std::int64_t opened = home().now;
    home().now = opened + 1095 * kDay;  // 2029-03-01, a day short
    retain();
    EXPECT_TRUE(is_there(reference));
    home().now = opened + 1097 * kDay;
    std::uint64_t damaged = 0;
    EXPECT_EQ(casework().files_due(home().now, damaged).size(), 1u);
    EXPECT_EQ(damaged, 0u);
    retain();
    EXPECT_FALSE(is_there(reference));
    EXPECT_EQ(failures_, 0u);
    EXPECT_THROW(see(reference), records::NotFound);
    // What it counts as is left, whatever the form of the period, and once.
    for (const char* const period : {"2026", "2026-H1", "2026-Q1", "2026-03"}) EXPECT_EQ(counted(period), 1u) << period;
    EXPECT_EQ(counted("2027"), 0u);
    reopen();
    EXPECT_EQ(counted("2026"), 1u);
    // The number is not given again: the access record names cases by it.
    EXPECT_NE(open(kPolice), reference);
}

TEST_F(Ending, AYearPassesAfterACaseThatTookLonger) {
    const std::string reference = classified(kPolice);
    home().now += 3 * kYear;
    ASSERT_EQ(take(kOfficer, reference, CaseStep::reject, {}, "no court has decided").refusal, "");
    ASSERT_EQ(take(kOfficer, reference, CaseStep::close).refusal, "");
    home().now += 364 * kDay;
    retain();
    EXPECT_TRUE(is_there(reference));
    home().now += 3 * kDay;
    retain();
    EXPECT_FALSE(is_there(reference));
}

TEST_F(Ending, NothingOfItsOctetsIsLeftOnTheDisk) {
    const std::string reference = rejected_and_closed();
    const std::uint64_t number = home().case_files.find(reference).value();
    const auto rows = rows_of(number);
    ASSERT_GT(rows.size(), 6u);
    reopen();  // what lay in the log is in the database
    const std::string before = disk();
    for (const std::string& row : rows) EXPECT_NE(before.find(row), std::string::npos);
    home().now += 4 * kYear;
    retain();
    ASSERT_FALSE(is_there(reference));
    reopen();
    const std::string after = disk();
    for (const std::string& row : rows) EXPECT_EQ(after.find(row), std::string::npos);
}

// Version 7 of content.db had no table of versions 8 and 9.
TEST_F(Ending, AFileOfAnEarlierVersionEndsLikeOthers) {
    const std::string reference = rejected_and_closed();
    reopen([&] {
        sqlite3* database = nullptr;
        ASSERT_EQ(sqlite3_open((scratch.path() / "data/content.db").c_str(), &database), SQLITE_OK);
        EXPECT_EQ(sqlite3_exec(database, "DROP TABLE case_mail; DROP TABLE counted_cases; DROP TABLE case_paper_pieces; PRAGMA "
                                         "user_version=7", nullptr, nullptr, nullptr), SQLITE_OK);
        sqlite3_close(database);
    });
    EXPECT_EQ(counted("2026"), 1u);
    home().now += 4 * kYear;
    retain();
    EXPECT_FALSE(is_there(reference));
    EXPECT_EQ(counted("2026"), 1u);
}

// The entry of the file's destruction is new then, and the owner's as much as those before.
TEST_F(Ending, WhoWasToldSeesTheEntriesThatOutlastTheFile) {
    const std::string reference = scoped();
    const std::uint64_t number = home().case_files.find(reference).value();
    ASSERT_EQ(take(kOfficer, reference, CaseStep::notify_before).refusal, "");
    CaseAct withdrawal;
    withdrawal.step = CaseStep::withdraw;
    withdrawal.papers = {{"withdrawal", "letter.pdf", "never mind"}};
    ASSERT_EQ(take(kOfficer, reference, withdrawal).refusal, "");
    ASSERT_EQ(take(kOfficer, reference, CaseStep::close).refusal, "");
    const auto told = [&](records::AccountId account) { return home().site.register_().told_cases(account); };
    home().now += 4 * kYear;
    retain();
    ASSERT_FALSE(is_there(reference));
    EXPECT_EQ(told(alice), std::vector{number});
    EXPECT_TRUE(told(bob).empty());
    home().now += 3 * kYear - 3 * kDay - kDay;  // 366 days are more than a year
    reopen();
    retain();
    EXPECT_EQ(told(alice), std::vector{number});
    home().now += 4 * kDay;
    retain();
    EXPECT_TRUE(told(alice).empty());
    EXPECT_EQ(failures_, 0u);
}

TEST_F(Ending, AnOpenCaseStaysHoweverOldItIs) {
    const std::string reference = classified(kPolice);
    home().now += 10 * kYear;
    retain();
    EXPECT_TRUE(is_there(reference));
    EXPECT_EQ(failures_, 0u);
}

// Straffeprosessloven § 208a(2) sets no end: a waiver of the court is silence until it is released on record.
TEST_F(Ending, AWaivedNoticeIsSilenceUntilItIsReleased) {
    const std::string reference = scoped();
    CaseAct waiver;
    waiver.step = CaseStep::waive_notice;
    waiver.papers = {{"waiver", "208a.pdf", "the court's decision"}};
    ASSERT_EQ(take(kOfficer, reference, waiver).refusal, "");
    CaseAct withdrawal;
    withdrawal.step = CaseStep::withdraw;
    withdrawal.papers = {{"withdrawal", "letter.pdf", "never mind"}};
    ASSERT_EQ(take(kOfficer, reference, withdrawal).refusal, "");
    EXPECT_EQ(take(kOfficer, reference, CaseStep::close).missing, std::vector{Evidence::no_silence});
    const auto clocks = see(reference).clocks;
    EXPECT_TRUE(std::any_of(clocks.begin(), clocks.end(),
                            [](const RunningClock& each) { return each.clock == ClockKind::silence_review; }));
    home().now += 400 * kDay;
    EXPECT_EQ(counted("2026"), 0u);
    CaseAct release;
    release.step = CaseStep::release_silence;
    release.papers = {{"release-paper", "release.pdf", "released"}};
    ASSERT_EQ(take(kOfficer, reference, release).refusal, "");
    ASSERT_EQ(take(kOfficer, reference, CaseStep::close).refusal, "");
    EXPECT_EQ(counted("2026"), 0u);
    EXPECT_EQ(counted("2027"), 1u);
}

}  // namespace
}  // namespace postvern::compliance
