#include <sys/resource.h>

#include <csignal>
#include <fstream>
#include <iterator>
#include <latch>
#include <thread>
#include <vector>

#include "records/sql/statement.hpp"
#include "tests/records/ledger/house.hpp"

namespace postvern::records::ledger {
namespace {

class LedgerRecording : public House {
  protected:
    std::int64_t number(const char* question) {
        sql::Connection connection(database(), sql::Access::read_only);
        return *sql::Statement(connection, question).integer();
    }
};

TEST_F(LedgerRecording, IsEmptyUntilTheFirstEntryAndDurableAfterIt) {
    {
        Ledger ledger(settings(), keys);
        EXPECT_TRUE(ledger.is_empty());
        ledger.publish_now();  // dummies are no entries
        EXPECT_TRUE(ledger.is_empty());
        record(ledger, act());
        EXPECT_FALSE(ledger.is_empty());
        EXPECT_EQ(number("SELECT count(*) FROM entries"), 1);
    }
    EXPECT_FALSE(Ledger(settings(), keys).is_empty());
}

TEST_F(LedgerRecording, GathersWhatWaitsIntoFewCommits) {
    constexpr int kThreads = 8;
    constexpr int kEach = 125;
    Ledger ledger(settings(), keys);
    std::latch all_done(kThreads * kEach);
    std::atomic<int> failures{0};
    std::vector<std::thread> threads;
    for (int t = 0; t < kThreads; ++t) {
        threads.emplace_back([&, t] {
            for (int i = 0; i < kEach; ++i) {
                ledger.record(act(AccountId{static_cast<std::uint64_t>(t) + 1}),
                              [&](std::exception_ptr failure) {
                                  if (failure) ++failures;
                                  all_done.count_down();
                              });
            }
        });
    }
    all_done.wait();
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(failures, 0);
    EXPECT_EQ(number("SELECT count(*) FROM entries"), kThreads * kEach);
    EXPECT_EQ(number("SELECT count(DISTINCT tag) FROM entries"), kThreads * kEach);
    EXPECT_LT(ledger.commits(), 200U);
}

TEST_F(LedgerRecording, WritesWhatWaitsBeforeItCloses) {
    std::atomic<int> written{0};
    {
        Ledger ledger(settings(), keys);
        for (int i = 0; i < 200; ++i) {
            ledger.record(act(), [&](std::exception_ptr failure) { written += failure == nullptr; });
        }
    }
    EXPECT_EQ(written, 200);
    EXPECT_EQ(number("SELECT count(*) FROM entries"), 200);
}

TEST_F(LedgerRecording, OneEntryWithoutKeyDoesNotTakeTheOthersWithIt) {
    Ledger ledger(settings(), keys);
    record(ledger, act(AccountId{1}));
    keys.refuse_new = true;
    std::latch all_done(30);
    std::atomic<int> good{0}, bad{0};
    for (std::uint64_t i = 0; i < 30; ++i) {
        ledger.record(act(AccountId{i % 10 == 5 ? 99U : 1U}), [&](std::exception_ptr failure) {
            ++(failure ? bad : good);
            all_done.count_down();
        });
    }
    all_done.wait();
    EXPECT_EQ(bad, 3);
    EXPECT_EQ(good, 27);
    keys.refuse_new = false;
    record(ledger, act(AccountId{99}));
    EXPECT_FALSE(Ledger::verify(data, keys_directory, keys).fault);
}

TEST_F(LedgerRecording, CountsStreamsOnAfterARestartAndAfterAGroupThatFailed) {
    const auto hand_in = [this](Ledger& ledger, std::uint64_t count, std::uint64_t bad) {
        std::latch all_done(static_cast<std::ptrdiff_t>(count));
        for (std::uint64_t i = 0; i < count; ++i) {
            ledger.record(act(AccountId{i == bad ? 99U : 1 + i % 3}),
                          [&all_done](std::exception_ptr) { all_done.count_down(); });
        }
        all_done.wait();
    };
    for (int start = 0; start < 3; ++start) {
        Ledger ledger(settings(), keys);
        hand_in(ledger, 100, 100);
        keys.refuse_new = true;
        hand_in(ledger, 100, 57);
        keys.refuse_new = false;
    }
    EXPECT_EQ(number("SELECT count(*) FROM entries"), 3 * 199);
    EXPECT_EQ(number("SELECT count(DISTINCT tag) FROM entries"), 3 * 199) << "a tag was given twice";
    EXPECT_EQ(number("SELECT count(*) FROM streams"), 3);
    EXPECT_FALSE(Ledger::verify(data, keys_directory, keys).fault);
}

// A disk that takes no more: the process may not make any file longer than it is.
class FullDisk {
  public:
    explicit FullDisk(std::uintmax_t octets) {
        ::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &before_);
        const rlimit limit{octets, before_.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FullDisk() { ::setrlimit(RLIMIT_FSIZE, &before_); }

  private:
    rlimit before_{};
};

TEST_F(LedgerRecording, SaysWhenTheDiskIsFullAndGoesOnWhenItIsNot) {
    Ledger ledger(settings(), keys);
    record(ledger, act());
    {
        const FullDisk full(std::filesystem::file_size(database().string() + "-wal"));
        EXPECT_THROW(record(ledger, act()), Unavailable);
        EXPECT_THROW(record(ledger, act()), Unavailable);
        EXPECT_THROW(ledger.publish_now(), Unavailable);
    }
    record(ledger, act());
    ledger.publish_now();
    EXPECT_EQ(number("SELECT count(*) FROM entries"), 2);
    EXPECT_FALSE(Ledger::verify(data, keys_directory, keys).fault);
}

TEST_F(LedgerRecording, NamesNobodyInAnyFile) {
    constexpr std::uint64_t kUnlikely = 0x51dec0ffee51d00d;
    const std::string unlikely = std::to_string(kUnlikely);
    std::string octets(8, '\0');
    for (int i = 0; i < 8; ++i) octets[static_cast<std::size_t>(i)] = static_cast<char>(kUnlikely >> (56 - 8 * i));
    {
        Ledger ledger(settings(), keys);
        record(ledger, act(AccountId{kUnlikely}, 4'012'345'678));
        ledger.tally(access(AccountId{kUnlikely}));
        ledger.flush_tallies();
        ledger.publish_now();
    }
    int files = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(directory)) {
        if (!entry.is_regular_file()) continue;
        ++files;
        std::ifstream stream(entry.path(), std::ios::binary);
        const std::string content{std::istreambuf_iterator<char>(stream), {}};
        const std::string backwards(octets.rbegin(), octets.rend());
        for (const std::string& text : {unlikely, octets, backwards, std::string("4012345678"),
                                        std::string("administer"), std::string("operator")}) {
            EXPECT_EQ(content.find(text), std::string::npos) << entry.path() << " holds " << text;
        }
    }
    EXPECT_GE(files, 2);
}

}  // namespace
}  // namespace postvern::records::ledger
