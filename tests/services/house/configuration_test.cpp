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

TEST(Configuration, IsWrittenAsItIsRead) {
    const auto first = read({"--lmtp", "/run/lmtp", "--lmtp-socket-mode", "0660", "--lmtp-socket-group",
                             "postfix", "--quota", "4096", "--imaps", "127.0.0.1:993", "--certificate",
                             "/c", "--key", "/p"});
    const auto file = std::filesystem::temp_directory_path() /
                      ("postvern-configuration-" + std::to_string(::getpid()) + ".ini");
    std::ofstream(file) << to_text(first);
    const auto again = read_configuration(file, {});
    std::filesystem::remove(file);
    EXPECT_EQ(to_text(again), to_text(first));
    EXPECT_EQ(again.lmtp_socket_mode, 0660U);
}

}  // namespace
}  // namespace postvern::services::house
