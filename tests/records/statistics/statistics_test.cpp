// Releases from the event to the published file: through the Gate, once a day, within the budget, and nothing raw on disk.
#include "records/statistics.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <random>
#include <thread>

#include "records/ledger/vault_keys.hpp"
#include "records/statistics/counters.hpp"
#include "records/statistics/stored.hpp"
#include "tests/records/archive/household.hpp"

namespace postvern::records {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

constexpr std::int64_t kDay = 86'400;

std::string text_in(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

void write(const fs::path& file, const std::string& text) {
    std::ofstream(file, std::ios::binary | std::ios::trunc) << text;
}

class Published : public testing::Test {
  protected:
    Published() { restart_at(Household::kBeginning); }

    // The process ends, and begins again at this moment.
    void restart_at(std::int64_t moment) {
        now = moment;
        home.reset();
        home.emplace(scratch, std::uint64_t{1} << 30, moment);
    }
    void pass_days(int days) { home->now = now += days * kDay; }

    policy::Grant leave_to_publish(Day day) {
        const auto job = home->job(policy::Job::statistics);
        const auto number = static_cast<std::uint64_t>(static_cast<std::int32_t>(day));
        return home->ask(job, policy::Action::publish,
                         policy::Resource::numbered(policy::ResourceType::report, number),
                         policy::Purpose::statistics);
    }
    // Releases what is due; how many days that were.
    int release_all() {
        int count = 0;
        while (const auto day = home->site.statistics().due()) {
            home->site.statistics().release(leave_to_publish(*day));
            ++count;
        }
        return count;
    }
    void count_sign_ins(std::uint64_t accounts) {
        for (std::uint64_t i = 1; i <= accounts; ++i) home->site.statistics().signed_in(AccountId{i});
    }
    fs::path file(const char* name) const { return scratch.path() / "data/statistics" / name; }
    fs::path latest() const { return scratch.path() / "keys/statistics"; }

    const Scratch scratch;
    std::int64_t now = 0;
    std::optional<Household> home;
};

TEST_F(Published, ADayIsReleasedWhenItIsOverAndOnce) {
    EXPECT_EQ(release_all(), 0);
    count_sign_ins(5'000);
    pass_days(1);
    EXPECT_EQ(release_all(), 1);
    EXPECT_EQ(release_all(), 0);
    const auto days = home->site.statistics().released();
    ASSERT_EQ(days.size(), 1U);
    EXPECT_EQ(days[0].since, 22U * 60 + 13);
    ASSERT_EQ(days[0].tables.size(), 3U);  // those that nothing feeds are not released
    EXPECT_EQ(days[0].tables[1].name, "sign_ins");
    ASSERT_TRUE(days[0].tables[1].numbers[0].value);
    // Scale 124: the noise exceeds 4,000 with probability exp(-32).
    EXPECT_NEAR(static_cast<double>(*days[0].tables[1].numbers[0].value), 5'000, 4'000);
}

TEST_F(Published, WhatAReleaseTakesIsAskedAtTheGateAndRecorded) {
    home->staff();
    pass_days(1);
    ASSERT_EQ(release_all(), 1);
    const auto entries = home->site.ledger().entries(
        home->ask(home->staff(), policy::Action::read_record, policy::Resource::ledger(),
                  policy::Purpose::accountability),
        {});
    EXPECT_EQ(std::count_if(entries.begin(), entries.end(),
                            [](const RecordedAct& act) {
                                return act.operation == "publish" && act.purpose == "statistics" &&
                                       act.rules == "ISP-47.counts-are-published";
                            }),
              1);
}

TEST_F(Published, NothingIsReleasedByAGrantForSomethingElse) {
    pass_days(1);
    const auto day = home->site.statistics().due();
    ASSERT_TRUE(day);
    const Day other{static_cast<std::int32_t>(*day) + 1};
    EXPECT_THROW(home->site.statistics().release(leave_to_publish(other)), policy::Denied);
    EXPECT_THROW(home->site.statistics().release(home->ask(home->job(policy::Job::retention), policy::Action::purge,
                                                           policy::Resource::of(home->add_account("a@example.org", "correct horse")),
                                                           policy::Purpose::retention)),
                 policy::Denied);
    EXPECT_TRUE(home->site.statistics().released().empty());
}

TEST_F(Published, ADayIsNotReleasedAgainAfterARestartOrWithTheClockSetBack) {
    const std::int64_t before = now;
    pass_days(1);
    ASSERT_EQ(release_all(), 1);
    const std::string budget = text_in(file("budget"));
    // The same process, its clock back on the day that was released.
    home->now = before;
    count_sign_ins(100);
    EXPECT_EQ(release_all(), 0);
    // Another process: its first day is that same day again.
    restart_at(before);
    count_sign_ins(100);
    home->now = before + kDay;
    EXPECT_EQ(release_all(), 0);
    EXPECT_EQ(text_in(file("budget")), budget);
    home->now = before + 2 * kDay;
    EXPECT_EQ(release_all(), 1);
    EXPECT_TRUE(home->site.statistics().verify().fault == std::nullopt);
}

TEST_F(Published, StorageIsWhatAllHoldEachRoundedUpAndClipped) {
    const auto stored = [&](std::uint64_t most) {
        return stored_units(home->site.store(), std::uint64_t{1} << 20, most);
    };
    EXPECT_EQ(stored(1'024), 0U);
    const auto alice = home->add_account("alice@example.org", "correct horse");
    const auto bob = home->add_account("bob@example.org", "battery staple");
    home->deliver(alice, letter("one", std::string(3'500'000, 'x')));
    EXPECT_EQ(stored(1'024), 4U);
    home->deliver(bob, letter("two"));
    EXPECT_EQ(stored(1'024), 5U);
    EXPECT_EQ(stored(2), 3U);
}

// The same seed, one person more: the released numbers differ by that person's part and by nothing else.
TEST_F(Published, NumbersAreTheSumsWithTheNoiseAddedToThem) {
    const auto released_with = [&](int events, std::uint64_t stored) {
        const Scratch other;
        const std::int64_t begun = home->now;
        const VaultKeys keys(home->site.vault());
        fs::create_directory(other.path() / "keys");
        Statistics statistics({other.path(), other.path() / "keys", [this] { return home->now.load(); },
                               [stored](std::uint64_t, std::uint64_t) { return stored; },
                               [generator = std::mt19937_64(7)]() mutable { return generator(); }},
                              keys);
        statistics.honour_grants_of(*home->gate);
        for (std::uint64_t i = 1; i <= 9'000; ++i) statistics.delivered(AccountId{i});
        for (int i = 0; i < events; ++i) statistics.delivered(AccountId{10'000});
        home->now += kDay;
        statistics.release(leave_to_publish(statistics.due().value()));
        home->now = begun;
        return statistics.released().at(0);
    };
    const auto without = released_with(0, 900'000);
    const auto with = released_with(1'000, 901'024);
    const auto value = [](const ReleasedDay& day, std::size_t table) { return day.tables[table].numbers[0].value.value(); };
    EXPECT_EQ(value(with, 0) - value(without, 0), 32);
    EXPECT_EQ(with.tables[1], without.tables[1]);
    EXPECT_EQ(value(with, 2) - value(without, 2), 1'024);
    EXPECT_NE(value(without, 0), 9'000);
}

TEST_F(Published, ADamagedOrEditedBudgetEndsAllReleasesAndSaysSo) {
    for (int day = 0; day < 3; ++day) {
        count_sign_ins(5'000);
        pass_days(1);
        ASSERT_EQ(release_all(), 1);
    }
    const std::string good = text_in(file("budget"));
    const std::string anchor = text_in(latest());
    std::string edited = good;
    edited.replace(edited.find("epsilon 1/31"), 12, "epsilon 0/31");
    std::string flipped = good;
    flipped[flipped.size() / 2] = static_cast<char>(flipped[flipped.size() / 2] ^ 1);
    const auto second = good.find("/statistics\nrelease 2\n");
    const auto second_begins = good.rfind("postvern.", second);
    ASSERT_NE(second, std::string::npos);
    const struct {
        const char* what;
        std::string budget;
        const char* said;
    } kCases[] = {
        {"edited", edited, "release 1 is damaged or was edited"},
        {"one bit", flipped, "release 2 is damaged or was edited"},
        {"cut within a note", good.substr(0, good.size() - 10), "release 3"},
        {"emptied", "", "is not the one whose latest release"},
        {"rolled back by two", good.substr(0, second_begins), "is not the one whose latest release"},
        {"a release taken out", good.substr(second_begins), "release 1 does not follow the one before"},
        {"a release twice", good + good.substr(second_begins), "release 4 does not follow the one before"},
        {"something else", "hello\n", "release 1 is cut off"},
    };
    for (const auto& each : kCases) {
        SCOPED_TRACE(each.what);
        home.reset();
        write(file("budget"), each.budget);
        restart_at(now);
        ASSERT_TRUE(home->site.statistics().fault());
        EXPECT_THAT(*home->site.statistics().fault(), HasSubstr(each.said));
        EXPECT_THAT(*home->site.statistics().fault(), HasSubstr("no statistics are released"));
        pass_days(1);
        EXPECT_EQ(release_all(), 0);
        EXPECT_THROW(home->site.statistics().release(leave_to_publish(statistics::day_at(now - kDay))), StorageError);
        EXPECT_TRUE(home->site.statistics().verify().fault);
        EXPECT_EQ(text_in(file("budget")), each.budget);
    }
    home.reset();
    fs::remove(file("budget"));
    restart_at(now);
    EXPECT_THAT(home->site.statistics().fault().value_or(""), HasSubstr("is not the one whose latest release"));
    home.reset();
    write(file("budget"), good);
    restart_at(now);
    EXPECT_FALSE(home->site.statistics().fault());
    EXPECT_EQ(text_in(latest()), anchor);
}

TEST_F(Published, ACrashBetweenTheBudgetAndItsCopyIsMendedAtTheStart) {
    pass_days(1);
    ASSERT_EQ(release_all(), 1);
    const std::string first = text_in(latest());
    pass_days(1);
    ASSERT_EQ(release_all(), 1);
    const std::string second = text_in(latest());
    const std::string json = text_in(file("statistics.json"));
    home.reset();
    write(latest(), first);
    write(file("statistics.json"), "");
    write(file("budget.new"), "half");
    restart_at(now);
    EXPECT_FALSE(home->site.statistics().fault());
    EXPECT_EQ(text_in(latest()), second);
    EXPECT_EQ(text_in(file("statistics.json")), json);
    pass_days(1);
    EXPECT_EQ(release_all(), 1);
}

TEST_F(Published, FilesThatWereEditedAreFound) {
    pass_days(1);
    ASSERT_EQ(release_all(), 1);
    EXPECT_FALSE(home->site.statistics().verify().fault);
    write(file("metrics.txt"), "postvern_sign_ins 100000\n# EOF\n");
    EXPECT_THAT(home->site.statistics().verify().fault.value_or(""), HasSubstr("metrics.txt: is not what the budget says"));
}

// All octets of every file of the site, the log of the database included.
TEST_F(Published, RawNumbersAreNeverOnDisk) {
    constexpr std::uint64_t kAccounts = 217'391;
    const std::string decimal = std::to_string(kAccounts);
    std::string little;
    for (int shift = 0; shift < 64; shift += 8) little += static_cast<char>(kAccounts >> shift & 0xff);
    const std::string big(little.rbegin(), little.rend());
    const auto search = [&] {
        for (const auto& entry : fs::recursive_directory_iterator(scratch.path())) {
            if (!entry.is_regular_file()) continue;
            const std::string octets = text_in(entry.path());
            for (const std::string& form : {decimal, little, big}) {
                EXPECT_EQ(octets.find(form), std::string::npos) << entry.path();
            }
        }
    };
    count_sign_ins(kAccounts);
    search();
    pass_days(1);
    ASSERT_EQ(release_all(), 1);
    const auto value = home->site.statistics().released()[0].tables[1].numbers[0].value.value();
    // The noise is zero once in 248 times: then the number that is published is the raw one, as it must be.
    if (value == static_cast<std::int64_t>(kAccounts)) return;
    search();
    EXPECT_THAT(text_in(file("budget")), HasSubstr("sign_ins " + std::to_string(value)));
    count_sign_ins(kAccounts);
    home.reset();  // what was counted is gone with the process
    search();
}

// Run under ThreadSanitizer as well.
TEST_F(Published, CountsGoOnWhileDaysAreReleasedAndShown) {
    std::atomic<bool> going{true};
    std::vector<std::thread> threads;
    for (std::uint64_t thread = 0; thread < 3; ++thread) {
        threads.emplace_back([&, thread] {
            for (std::uint64_t i = 1; going; ++i) {
                home->site.statistics().delivered(AccountId{thread * 1'000 + i % 1'000 + 1});
                home->site.statistics().signed_in(AccountId{i % 100 + 1});
            }
        });
    }
    threads.emplace_back([&] {
        while (going) {
            EXPECT_FALSE(home->site.statistics().fault());
            EXPECT_LE(home->site.statistics().released().size(), 5U);
        }
    });
    int released = 0;
    for (int day = 0; day < 5; ++day) {
        pass_days(1);
        released += release_all();
    }
    going = false;
    for (auto& each : threads) each.join();
    EXPECT_EQ(released, 5);
    EXPECT_FALSE(home->site.statistics().verify().fault);
}

TEST_F(Published, ADayIsLostWithTheProcessAndSaysSinceWhenItWasCounted) {
    count_sign_ins(5'000);
    pass_days(1);
    ASSERT_EQ(release_all(), 1);
    count_sign_ins(5'000);
    restart_at(now + 600);
    pass_days(1);
    ASSERT_EQ(release_all(), 1);
    const auto days = home->site.statistics().released();
    EXPECT_EQ(days.back().since, 22U * 60 + 23);
    EXPECT_LT(days.back().tables[1].numbers[0].value.value_or(0), 4'000);
}

}  // namespace
}  // namespace postvern::records
