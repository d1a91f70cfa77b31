#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <iostream>

#include "tests/services/net/site.hpp"

namespace postvern::services::net {
namespace {

std::size_t resident_octets() {
    std::ifstream statm("/proc/self/statm");
    std::size_t pages = 0;
    statm >> pages >> pages;
    return pages * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

constexpr std::size_t kWarmUp = 50;
constexpr std::size_t kMeasured = 800;

// In a process of its own: opens connections when told to, and keeps them.
[[noreturn]] void be_the_clients(int from_server, int to_server) {
    std::uint16_t port = 0;
    bool good = ::read(from_server, &port, sizeof port) == sizeof port;
    std::vector<Client> clients;
    for (const auto number : {kWarmUp, kMeasured}) {
        for (std::size_t i = 0; good && i < number; ++i) {
            clients.emplace_back(port);
            good = clients.back().start_tls();
            clients.back().send("warm\r\n");
            good = good && clients.back().line() == "warm\r\n";
        }
        char go_on = 0;
        good = ::write(to_server, &good, 1) == 1 && ::read(from_server, &go_on, 1) == 1;
    }
    ::_exit(0);
}

// Prints rather than judges: allocators and sanitizers differ.
TEST(Memory, OfIdleTlsConnections) {
    int to_clients[2];
    int to_server[2];
    ASSERT_EQ(::pipe2(to_clients, O_CLOEXEC) | ::pipe2(to_server, O_CLOEXEC), 0);
    const auto clients = ::fork();
    if (clients == 0) {
        ::close(to_clients[1]);
        be_the_clients(to_clients[0], to_server[1]);
    }
    Site site(echo, true);
    const auto port = site.listener.port();
    bool good = false;
    ASSERT_EQ(::write(to_clients[1], &port, sizeof port), static_cast<ssize_t>(sizeof port));
    ASSERT_EQ(::read(to_server[0], &good, 1), 1);
    const auto before = resident_octets();
    ASSERT_EQ(::write(to_clients[1], "", 1), 1);
    ASSERT_EQ(::read(to_server[0], &good, 1), 1);
    EXPECT_TRUE(good);
    EXPECT_EQ(site.runtime.connections(), kWarmUp + kMeasured);
    std::cout << "idle TLS connection: " << (resident_octets() - before) / kMeasured << " octets\n";
    ::close(to_clients[1]);
    ::waitpid(clients, nullptr, 0);
}

}  // namespace
}  // namespace postvern::services::net
