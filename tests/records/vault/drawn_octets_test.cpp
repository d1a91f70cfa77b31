#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <set>
#include <string>
#include <thread>

#include "records/vault/drawn_octets.hpp"

namespace postvern::records::vault {
namespace {

std::string nonce() {
    std::array<unsigned char, kNonceOctets> octets{};
    draw_nonce(octets.data());
    return {octets.begin(), octets.end()};
}

std::string seed() { return std::string(draw_seed().view()); }

TEST(DrawnOctets, AreNewEachTimeAndInEachThread) {
    std::set<std::string> nonces, seeds;
    const auto draw = [](std::set<std::string>& into, const auto& one) {
        for (int i = 0; i < 200; ++i) into.insert(one());
    };
    draw(nonces, nonce);
    draw(seeds, seed);
    std::set<std::string> others;
    std::thread([&] { draw(others, seed); }).join();
    EXPECT_EQ(nonces.size(), 200U);
    EXPECT_EQ(seeds.size(), 200U);
    EXPECT_EQ(others.size(), 200U);
    seeds.merge(others);
    EXPECT_EQ(seeds.size(), 400U);
    for (const std::string& each : seeds) EXPECT_EQ(each.size(), kSeedOctets);
}

// What was drawn before a fork() and not handed out is in both processes.
TEST(DrawnOctets, OfAChildAreNotItsParents) {
    nonce();
    seed();
    std::array<int, 2> pipe{};
    ASSERT_EQ(::pipe(pipe.data()), 0);
    const ::pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        const std::string drawn = nonce() + seed();
        ::_exit(::write(pipe[1], drawn.data(), drawn.size()) == static_cast<::ssize_t>(drawn.size()) ? 0 : 1);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_EQ(status, 0);
    std::string of_child(kNonceOctets + kSeedOctets, '\0');
    ASSERT_EQ(::read(pipe[0], of_child.data(), of_child.size()), static_cast<::ssize_t>(of_child.size()));
    ::close(pipe[0]);
    ::close(pipe[1]);
    EXPECT_NE(of_child.substr(0, kNonceOctets), nonce());
    EXPECT_NE(of_child.substr(kNonceOctets), seed());
}

}  // namespace
}  // namespace postvern::records::vault
