#include "services/net/listener.hpp"

#include <gmock/gmock.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "tests/services/net/site.hpp"

namespace postvern::services::net {
namespace {

using std::chrono_literals::operator""ms;

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
    const TemporaryDirectory directory;
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

std::chrono::microseconds processor_time() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    const auto of = [](const timeval& t) {
        return std::chrono::seconds(t.tv_sec) + std::chrono::microseconds(t.tv_usec);
    };
    return of(usage.ru_utime) + of(usage.ru_stime);
}

TEST(Listener, RestsWithoutDescriptorsAndRecovers) {
    Site site(echo);
    auto served = site.connect();
    served.send("1\r\n");
    EXPECT_EQ(served.line(), "1\r\n");

    rlimit before{};
    ::getrlimit(RLIMIT_NOFILE, &before);
    std::vector<FileDescriptor> hoard;
    auto hoarded = before;
    hoarded.rlim_cur = std::min<rlim_t>(before.rlim_cur, 256);
    ::setrlimit(RLIMIT_NOFILE, &hoarded);
    for (int fd = ::dup(0); fd >= 0; fd = ::dup(0)) hoard.emplace_back(fd);
    hoard.pop_back();  // one for the client, none for the server
    auto shed = site.connect();
    EXPECT_TRUE(site.events.wait_for("connection-shed-no-descriptors"));
    EXPECT_TRUE(shed.is_closed());
    const auto spent = processor_time();
    served.send("still served\r\n");
    EXPECT_EQ(served.line(), "still served\r\n");
    shed.reset();
    auto waiting = site.connect();  // in the backlog until there is a descriptor
    std::this_thread::sleep_for(150ms);
    EXPECT_LT(processor_time() - spent, 100ms) << "spinning";
    hoard.clear();
    ::setrlimit(RLIMIT_NOFILE, &before);
    auto late = site.connect();
    late.send("back\r\n");
    EXPECT_EQ(late.line(), "back\r\n");
}

}  // namespace
}  // namespace postvern::services::net
