#include "services/house/configuration.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace postvern::services::house {
namespace {

using Words = std::vector<std::string>;

Configuration read(Words more) {
    Words words{"--data", "/d", "--keys", "/k"};
    words.insert(words.end(), more.begin(), more.end());
    return read_configuration({}, words);
}

TEST(Configuration, KeepsTheLmtpSocketForItsOwnerUnlessItsGroupIsLetIn) {
    EXPECT_EQ(read({}).lmtp_socket_mode, 0600U);
    const auto shared = read({"--lmtp-socket-mode", "0660", "--lmtp-socket-group", "postfix"});
    EXPECT_EQ(shared.lmtp_socket_mode, 0660U);
    EXPECT_EQ(shared.lmtp_socket_group, "postfix");
    EXPECT_EQ(read({"--lmtp-socket-mode", "620"}).lmtp_socket_mode, 0620U);
}

TEST(Configuration, LetsNobodyElseDeliver) {
    for (const char* mode : {"0666", "0662", "0060", "0700", "0608", "4660", "660 ", "", "rw"}) {
        EXPECT_THROW(read({"--lmtp-socket-mode", mode}), ConfigurationError) << mode;
    }
}

// A file that goes when the test ends.
class TemporaryFile {
  public:
    explicit TemporaryFile(const std::string& text)
        : path_(std::filesystem::temp_directory_path() /
                ("postvern-configuration-" + std::to_string(::getpid()) + ".ini")) {
        std::ofstream(path_) << text;
    }
    ~TemporaryFile() { std::filesystem::remove(path_); }
    const std::filesystem::path& path() const { return path_; }

  private:
    const std::filesystem::path path_;
};

TEST(Configuration, ListensOnTheAddressesOfFileAndCommandLine) {
    const TemporaryFile file("data = /d\nkeys = /k\nimaps = 127.0.0.1:993\nlmtp = /run/one\nlmtp = /run/two\n"
                             "quota = 1\n");
    const auto both = read_configuration(file.path(), {"--imaps", "[::1]:993", "--lmtp", "/run/three",
                                                       "--quota", "2"});
    EXPECT_EQ(both.imaps, (Words{"[::1]:993", "127.0.0.1:993"}));
    EXPECT_EQ(both.lmtp, (Words{"/run/three", "/run/one", "/run/two"}));
    EXPECT_EQ(both.quota, 2U) << "what there is one of, the command line decides";
}

TEST(Configuration, RefusesWordsThatBelongToNoOption) {
    for (const Words& words : {Words{"stray"}, Words{"--quota", "1", "2"}, Words{"--colour", "blue"}}) {
        EXPECT_THROW(read(words), ConfigurationError) << words.back();
        EXPECT_THROW(require_only({"quota"}, words, "it is chosen here"), ConfigurationError);
    }
}

TEST(Configuration, TakesOnlyWhatIsPermitted) {
    EXPECT_NO_THROW(require_only({"quota"}, {"--quota", "1"}, "no"));
    try {
        require_only({"quota"}, {"--quota", "1", "--data=/d"}, "it is chosen here");
        FAIL() << "--data was taken";
    } catch (const ConfigurationError& error) {
        EXPECT_STREQ(error.what(), "'--data': it is chosen here");
    }
}

// A key of RFC 8032 7.1.
const std::string kWitness =
    "witness.example.com/w1+7e6f4aaa+BNdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea";

TEST(Configuration, NamesWitnessesWithAndWithoutAPlace) {
    const auto place = read({"--witness", kWitness + "  https://w.example/submit/"});
    EXPECT_EQ(place.attestors().witnesses, std::vector{kWitness});
    EXPECT_EQ(place.outsiders().witnesses.at(0)->path, "/submit");
    const auto by_hand = read({"--witness", kWitness, "--witness-quorum", "1"});
    EXPECT_FALSE(by_hand.outsiders().witnesses.at(0));
    EXPECT_EQ(by_hand.house().site.attestors.quorum, 1U);
}

TEST(Configuration, RefusesOutsidersThatCouldNeverAttest) {
    const Words refused[] = {
        {"--witness", "nonsense"},
        {"--witness", ""},
        {"--witness", kWitness + " w.example"},
        {"--witness", kWitness + " http://w.example and more"},
        {"--witness", kWitness, "--witness", kWitness},
        {"--witness-quorum", "1"},
        {"--witness", kWitness, "--witness-quorum", "2"},
        {"--witness", kWitness, "--witness-quorum", "-1"},
        {"--timestamp-authority", "http://t.example"},
        {"--timestamp-authority", "t.example", "--timestamp-certificates", "/t.pem"},
        {"--timestamp-interval", "0"}};
    for (const Words& words : refused)
        EXPECT_THROW(read(words), ConfigurationError) << words.back();
}

TEST(Configuration, HasStatisticsOfTheBorderServerWhereItNamesOne) {
    using records::StatisticsTable;
    EXPECT_TRUE(read({}).house().site.reported_statistics.empty());
    EXPECT_EQ(read({"--spam-field", "X-Spam"}).house().site.reported_statistics, std::vector{StatisticsTable::spam_decisions});
    const auto both = read({"--border-server", "mx1.example.org", "--spam-field", "X-Spam", "--border-server", "MX_2"});
    EXPECT_EQ(both.border_servers, (Words{"mx1.example.org", "MX_2"}));
    EXPECT_EQ(both.house().site.reported_statistics,
              (std::vector{StatisticsTable::spam_decisions, StatisticsTable::tls_between_servers}));
}

TEST(Configuration, RefusesWhatNoBorderServerCouldWrite) {
    const Words refused[] = {{"--border-server", ""},          {"--border-server", "mx1.example.org (Postfix)"},
                             {"--border-server", "[192.0.2.1]"}, {"--border-server", std::string(256, 'x')},
                             {"--border-server", "mx1;"},      {"--spam-field", "X-Spam:"},
                             {"--spam-field", "X Spam"},       {"--spam-field", "X-Sp\xC3\xA5m"},
                             {"--spam-field", std::string(77, 'X')}};
    for (const Words& words : refused) EXPECT_THROW(read(words), ConfigurationError) << words.back();
}

TEST(Configuration, IsWrittenAsItIsRead) {
    const auto first = read({"--lmtp",
                             "/run/lmtp",
                             "--lmtp-socket-mode",
                             "0660",
                             "--lmtp-socket-group",
                             "postfix",
                             "--border-server",
                             "mx1.example.org",
                             "--border-server",
                             "mx2.example.org",
                             "--spam-field",
                             "X-Spam-Status",
                             "--quota",
                             "4096",
                             "--imaps",
                             "127.0.0.1:993",
                             "--certificate",
                             "/c",
                             "--key",
                             "/p",
                             "--witness",
                             kWitness + " https://w.example/submit",
                             "--witness-quorum",
                             "1",
                             "--timestamp-authority",
                             "http://t.example",
                             "--timestamp-certificates",
                             "/t.pem",
                             "--timestamp-interval",
                             "7"});
    const TemporaryFile file(to_text(first));
    const auto again = read_configuration(file.path(), {});
    EXPECT_EQ(to_text(again), to_text(first));
    EXPECT_EQ(again.lmtp_socket_mode, 0660U);
    EXPECT_EQ(again.border_servers.size(), 2U);
    EXPECT_EQ(again.spam_field, "X-Spam-Status");
}

}  // namespace
}  // namespace postvern::services::house
