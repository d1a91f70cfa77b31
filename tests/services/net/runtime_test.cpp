#include "services/net/runtime.hpp"

#include <future>

#include "tests/services/net/site.hpp"

namespace postvern::services::net {
namespace {

using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""s;

TEST(Runtime, TellsIdleSessionsThatItStops) {
    auto handler = [](Stream& stream) -> Task<void> {
        stream.write("ready\r\n");
        bool stopping = false;
        try {
            co_await stream.read_line(100);
        } catch (const Stopping&) {
            stopping = true;
        }
        stream.write(stopping ? "bye\r\n" : "line\r\n");
    };
    Site site(handler);
    std::vector<Client> clients;
    for (int i = 0; i < 20; ++i) clients.push_back(site.connect());
    for (auto& client : clients) EXPECT_EQ(client.line(), "ready\r\n");
    auto said = std::async(std::launch::async, [&] {
        bool all = true;
        for (auto& client : clients) {
            all = all && client.line() == "bye\r\n";
            client.reset();
        }
        return all;
    });
    site.runtime.stop(10s);
    EXPECT_TRUE(said.get());
    EXPECT_EQ(site.runtime.connections(), 0U);
    EXPECT_EQ(site.events.count("stopped-with-open-sessions"), 0U);
    EXPECT_THROW(site.connect().line(), std::system_error);
}

TEST(Runtime, ClosesSessionsThatOutstayTheGrace) {
    auto handler = [](Stream& stream) -> Task<void> {
        stream.write("ready\r\n");
        Stream::Sink sink = [](std::span<const char>) {};
        co_await stream.read_exactly(1000, std::move(sink));
    };
    Site site(handler);
    auto client = site.connect();
    EXPECT_EQ(client.line(), "ready\r\n");
    site.runtime.stop(20ms);
    EXPECT_EQ(site.events.count("stopped-with-open-sessions"), 1U);
    EXPECT_EQ(site.runtime.connections(), 0U);
    EXPECT_TRUE(client.is_closed());
}

TEST(Runtime, DestroysSessionsThatWaitForWhatNeverComes) {
    Completion<void> never;
    const auto held = std::make_shared<int>(0);
    std::promise<void> waiting;
    auto handler = [&](Stream& stream) -> Task<void> {
        const auto kept = held;
        auto start = [&](Completion<void> done) {
            never = std::move(done);
            waiting.set_value();
        };
        co_await completed<void>(stream.loop(), std::move(start));
    };
    {
        Site site(handler);
        auto client = site.connect();
        waiting.get_future().wait();
        site.runtime.stop(0ms);
    }
    EXPECT_EQ(held.use_count(), 1);
    never(std::monostate{});
}

TEST(Runtime, ClosesAndNotesASessionThatFails) {
    auto handler = [](Stream& stream) -> Task<void> {
        stream.write("before\r\n");
        co_await stream.flush();
        throw std::runtime_error("a fault");
    };
    Site site(handler);
    auto client = site.connect();
    EXPECT_EQ(client.line(), "before\r\n");
    EXPECT_TRUE(client.is_closed());
    EXPECT_TRUE(site.events.wait_for("session-failed"));
}

}  // namespace
}  // namespace postvern::services::net
