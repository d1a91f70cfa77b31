#include "services/net/listener.hpp"

#include <gmock/gmock.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <vector>

#include "tests/services/net/site.hpp"

namespace postvern::services::net {
namespace {

TEST(Listener, RefusesConnectionsBeyondTheLimits) {
    auto options = Site::small();
    options.admission = {.total = 3, .per_prefix = 2, .local_peers_are_exempt = false};
    Site site(echo, false, options);
    auto first = site.connect();
    auto second = site.connect();
    first.send("1\r\n");
    second.send("2\r\n");
    EXPECT_EQ(first.line(), "1\r\n");
    EXPECT_EQ(second.line(), "2\r\n");
    auto third = site.connect();
    EXPECT_EQ(third.line(), "421 busy\r\n");
    EXPECT_TRUE(third.is_closed());
    EXPECT_EQ(site.events.count("connection-refused-limit"), 1U);
}

TEST(Listener, ServesAUnixSocketOfItsOwnerOnly) {
    const tests::Scratch directory;
    const auto path = directory.path() / "lmtp.sock";
    auto handler = [](Stream& stream) -> Task<void> {
        stream.write(std::to_string(stream.peer_uid().value()));
        stream.write(stream.peer_is_local() ? " local\r\n" : " remote\r\n");
        co_return;
    };
    RecordedEvents events;
    {
        Runtime runtime(Site::small(), events);
        runtime.listen(UnixEndpoint{path}, {}, handler);
        runtime.start();
        struct stat status {};
        ASSERT_EQ(::stat(path.c_str(), &status), 0);
        EXPECT_EQ(status.st_mode & 0777U, 0600U);
        Client client(path);
        EXPECT_EQ(client.line(), std::to_string(::getuid()) + " local\r\n");
        // In use: a second server must not take it away.
        Runtime rival(Site::small(), events);
        EXPECT_THROW(rival.listen(UnixEndpoint{path}, {}, handler), std::runtime_error);
        EXPECT_TRUE(std::filesystem::exists(path));
    }
    EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(Listener, LetsAGroupUseItsUnixSocketWhereThatIsSaid) {
    const tests::Scratch directory;
    const auto path = directory.path() / "lmtp.sock";
    RecordedEvents events;
    Runtime runtime(Site::small(), events);
    // A group that is not the one which files get here by themselves, where the process may give one.
    const gid_t group = ::getuid() == 0 ? 12'345 : ::getgid();
    runtime.listen(UnixEndpoint{path, 0660, group}, {}, echo);
    struct stat status {};
    ASSERT_EQ(::stat(path.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0660U);
    EXPECT_EQ(status.st_gid, group);
}

TEST(Listener, NamesAnEndpointThatIsTaken) {
    Site site(echo);
    const auto address = "127.0.0.1:" + std::to_string(site.listener.port());
    try {
        site.runtime.listen(TcpEndpoint{address}, {}, echo);
        FAIL() << "two listeners on one port";
    } catch (const std::runtime_error& error) {
        EXPECT_THAT(error.what(), testing::HasSubstr(address));
    }
}

// Takes every descriptor that the process may still have, until it dies.
class NoDescriptorsLeft {
  public:
    NoDescriptorsLeft() {
        ::getrlimit(RLIMIT_NOFILE, &before_);
        auto few = before_;
        few.rlim_cur = std::min<rlim_t>(before_.rlim_cur, 256);
        ::setrlimit(RLIMIT_NOFILE, &few);
        for (int fd = ::dup(0); fd >= 0; fd = ::dup(0)) hoard_.emplace_back(fd);
    }
    ~NoDescriptorsLeft() { ::setrlimit(RLIMIT_NOFILE, &before_); }
    NoDescriptorsLeft(const NoDescriptorsLeft&) = delete;
    NoDescriptorsLeft& operator=(const NoDescriptorsLeft&) = delete;

  private:
    rlimit before_{};
    std::vector<FileDescriptor> hoard_;
};

void connect_to(const FileDescriptor& socket, std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const auto* generic = reinterpret_cast<const sockaddr*>(&address);
    ASSERT_EQ(::connect(socket.get(), generic, sizeof address), 0);
}

// Whether the server ends the connection within ten seconds, without a word.
bool is_turned_away(const FileDescriptor& socket) {
    pollfd waiting{socket.get(), POLLIN, 0};
    char octet = 0;
    return ::poll(&waiting, 1, 10'000) == 1 && ::recv(socket.get(), &octet, 1, 0) <= 0;
}

TEST(Listener, RestsWithoutDescriptorsAndRecovers) {
    Site site(echo);
    auto served = site.connect();
    served.send("1\r\n");
    EXPECT_EQ(served.line(), "1\r\n");
    std::vector<FileDescriptor> callers;
    for (int i = 0; i < 8; ++i) callers.emplace_back(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    {
        const NoDescriptorsLeft none;
        const auto begun = std::chrono::steady_clock::now();
        for (const auto& caller : callers) connect_to(caller, site.listener.port());
        served.send("still served\r\n");
        EXPECT_EQ(served.line(), "still served\r\n");
        for (const auto& caller : callers) EXPECT_TRUE(is_turned_away(caller));
        // Whatever the machine's pace, each loop looks once and then once after each rest.
        const auto spans = (std::chrono::steady_clock::now() - begun) / Listener::kRest + 1;
        const auto loops = Site::small().loops;
        EXPECT_LE(site.events.count("connection-shed-no-descriptors"),
                  loops * static_cast<std::uint64_t>(spans))
            << "spinning";
    }
    auto late = site.connect();
    late.send("back\r\n");
    EXPECT_EQ(late.line(), "back\r\n");
}

}  // namespace
}  // namespace postvern::services::net
