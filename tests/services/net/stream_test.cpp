#include "services/net/stream.hpp"

#include <future>

#include "tests/services/net/site.hpp"

namespace postvern::services::net {
namespace {

using std::chrono_literals::operator""ms;
using std::chrono_literals::operator""s;

// Whatever a stream does, it does both in plain and through TLS.
class BothWays : public testing::TestWithParam<bool> {
  protected:
    Client connect(const Site& site) const {
        auto client = site.connect();
        if (GetParam()) {
            EXPECT_TRUE(client.start_tls());
        }
        return client;
    }
};
INSTANTIATE_TEST_SUITE_P(Stream, BothWays, testing::Values(false, true),
                         [](const auto& way) { return way.param ? "Tls" : "Plain"; });

TEST_P(BothWays, EchoesLines) {
    Site site(echo, GetParam());
    auto client = connect(site);
    client.send("hello\r\n");
    EXPECT_EQ(client.line(), "hello\r\n");
    client.send("bare\n");
    EXPECT_EQ(client.line(), "bare|LF\r\n");
    client.send("QUIT\r\n");
    EXPECT_TRUE(client.is_closed());
}

TEST_P(BothWays, AnswersPipelinedLinesInOrder) {
    Site site(echo, GetParam());
    auto client = connect(site);
    std::string lines;
    for (int i = 0; i < 5000; ++i) lines += std::to_string(i) + "\r\n";
    auto sending = std::async(std::launch::async, [&] { client.send(lines); });
    sending.get();
    EXPECT_EQ(client.exactly(lines.size()), lines);
}

TEST_P(BothWays, ReportsALongLineAndGoesOn) {
    Site site(echo, GetParam());
    auto client = connect(site);
    client.send("tag " + std::string(100'000, 'x') + "\r\nnext\r\n");
    EXPECT_EQ(client.line(), "too long: tag " + std::string(60, 'x') + "\r\n");
    EXPECT_EQ(client.line(), "next\r\n");
}

TEST_P(BothWays, ReadsLiteralsInPiecesAndTheLineAfter) {
    auto handler = [](Stream& stream) -> Task<void> {
        for (;;) {
            const Line line = co_await stream.read_line(100);
            if (line.kind == Line::Kind::end) co_return;
            const auto octets = std::stoull(std::string(line.text));
            std::uint64_t sum = 0;
            Stream::Sink sink = [&sum](std::span<const char> piece) {
                for (const char octet : piece) sum += static_cast<unsigned char>(octet);
            };
            co_await stream.read_exactly(octets, std::move(sink));
            stream.write(std::to_string(sum) + "\r\n");
        }
    };
    Site site(handler, GetParam());
    auto client = connect(site);
    client.send("0\r\n3\r\nabc1000000\r\n" + std::string(1'000'000, '\1') + "2\r\nab");
    EXPECT_EQ(client.line(), "0\r\n");
    EXPECT_EQ(client.line(), std::to_string('a' + 'b' + 'c') + "\r\n");
    EXPECT_EQ(client.line(), "1000000\r\n");
    EXPECT_EQ(client.line(), std::to_string('a' + 'b') + "\r\n");
}

TEST_P(BothWays, ThrowsWhatTheSinkThrows) {
    auto handler = [](Stream& stream) -> Task<void> {
        bool thrown = false;
        try {
            Stream::Sink sink = [](std::span<const char>) { throw std::domain_error("full"); };
            co_await stream.read_exactly(5, std::move(sink));
        } catch (const std::domain_error&) {
            thrown = true;
        }
        stream.write(thrown ? "thrown\r\n" : "swallowed\r\n");
    };
    Site site(handler, GetParam());
    auto client = connect(site);
    client.send("12345");
    EXPECT_EQ(client.line(), "thrown\r\n");
}

TEST_P(BothWays, GivesChunksOfWhichPartMayBeConsumed) {
    auto handler = [](Stream& stream) -> Task<void> {
        std::string all;
        while (!all.ends_with('.')) {
            const std::string_view chunk = co_await stream.read_some();
            if (chunk.empty()) co_return;
            all.push_back(chunk.front());
            stream.consume(1);
        }
        stream.write(all + "\r\n");
        const Line rest = co_await stream.read_line(100);
        stream.write(rest.text);
        stream.write("\r\n");
    };
    Site site(handler, GetParam());
    auto client = connect(site);
    client.send("one, two.three\r\n");
    EXPECT_EQ(client.line(), "one, two.\r\n");
    EXPECT_EQ(client.line(), "three\r\n");
}

// A TLS record larger than the stream's buffer leaves octets inside OpenSSL, of which epoll knows
// nothing; the same message in plain is the control.
TEST_P(BothWays, FindsInputThatIsPendingInsideTls) {
    auto handler = [](Stream& stream) -> Task<void> {
        for (;;) {
            const Line line = co_await stream.read_line(20'000);
            if (line.kind != Line::Kind::text) co_return;
            stream.write(std::to_string(line.text.size()) + "\r\n");
            co_await stream.flush();
        }
    };
    Site site(handler, GetParam());
    auto client = connect(site);
    client.send(std::string(5000, 'a') + "\r\n" + std::string(5000, 'b') + "\r\n" +
                std::string(6000, 'c') + "\r\n");
    EXPECT_EQ(client.line(), "5000\r\n");
    EXPECT_EQ(client.line(), "5000\r\n");
    EXPECT_EQ(client.line(), "6000\r\n");
}

TEST_P(BothWays, HoldsBackALongReplyWhileThePeerDoesNotRead) {
    std::atomic<std::size_t> most_unsent{0};
    auto handler = [&most_unsent](Stream& stream) -> Task<void> {
        const std::string piece(10'000, 'p');
        for (int i = 0; i < 2000; ++i) {
            stream.write(piece);
            most_unsent = std::max(most_unsent.load(), stream.unsent());
            co_await stream.drain(65'536);
        }
    };
    Site site(handler, GetParam());
    auto client = connect(site);
    EXPECT_EQ(client.exactly(20'000'000).size(), 20'000'000U);
    EXPECT_TRUE(client.is_closed());
    EXPECT_LE(most_unsent, 65'536U + 10'000U);
}

TEST_P(BothWays, SurvivesAPeerThatGoesInTheMiddleOfAReply) {
    std::promise<void> lost;
    auto handler = [&lost](Stream& stream) -> Task<void> {
        const std::string piece(100'000, 'p');
        try {
            for (;;) {
                stream.write(piece);
                co_await stream.drain(65'536);
            }
        } catch (const ConnectionLost&) {
            lost.set_value();
            throw;
        }
    };
    Site site(handler, GetParam());
    auto client = connect(site);
    EXPECT_EQ(client.exactly(500'000).size(), 500'000U);
    client.reset();
    EXPECT_EQ(lost.get_future().wait_for(10s), std::future_status::ready);
}

TEST_P(BothWays, AnswersAPeerThatHasEndedItsHalf) {
    Site site(echo, GetParam());
    auto client = connect(site);
    client.send("one\r\ntwo\r\nunfinished");
    client.end_writing();
    EXPECT_EQ(client.line(), "one\r\n");
    EXPECT_EQ(client.line(), "two\r\n");
    EXPECT_EQ(client.line(), "");
}

// --- limits ---------------------------------------------------------------------------------

SessionHandler with_limits(Duration idle, Duration line, std::uint64_t least_progress = 1) {
    return [=](Stream& stream) -> Task<void> {
        stream.set_idle_timeout(idle, least_progress);
        stream.set_line_timeout(line);
        bool timed_out = false;
        try {
            Stream::Sink sink = [](std::span<const char>) {};
            if (least_progress > 1) co_await stream.read_exactly(1'000'000, std::move(sink));
            for (;;) {
                const Line read = co_await stream.read_line(100);
                if (read.kind == Line::Kind::end) co_return;
            }
        } catch (const TimedOut&) {
            timed_out = true;
        }
        if (timed_out) stream.write("bye\r\n");
    };
}

TEST_P(BothWays, TimesOutASilentClientAndSaysSo) {
    Site site(with_limits(50ms, 60s), GetParam());
    auto client = connect(site);
    EXPECT_EQ(client.line(), "bye\r\n");
    EXPECT_TRUE(client.is_closed());
}

// Each octet is progress, yet the line must end in time.
TEST_P(BothWays, TimesOutALineThatTricklesIn) {
    Site site(with_limits(60s, 100ms), GetParam());
    auto client = connect(site);
    client.send("a");
    EXPECT_EQ(client.line(), "bye\r\n");
}

TEST_P(BothWays, TimesOutATransferBelowItsLeastRate) {
    Site site(with_limits(100ms, 60s, 10'000), GetParam());
    auto client = connect(site);
    client.send(std::string(9999, 'x'));
    EXPECT_EQ(client.line(), "bye\r\n");
}

TEST(Stream, EndsAtItsDeadlineHoweverBusy) {
    auto handler = [](Stream& stream) -> Task<void> {
        stream.set_deadline(100ms);
        stream.write("ready\r\n");
        for (;;) {
            const Line line = co_await stream.read_line(100);
            if (line.kind != Line::Kind::text) co_return;
            stream.write("ok\r\n");
        }
    };
    Site site(handler);
    auto client = site.connect();
    EXPECT_EQ(client.line(), "ready\r\n");
    std::string answer;
    const auto begun = Clock::now();
    do {
        client.send("NOOP\r\n");
        answer = client.line();
    } while (answer == "ok\r\n");
    EXPECT_EQ(answer, "");
    EXPECT_GE(Clock::now() - begun, 90ms);
}

TEST(Stream, ServesOthersWhileTwoHundredHandshakesStall) {
    Site site(echo, true);
    std::vector<Client> stalled;
    for (int i = 0; i < 200; ++i) stalled.push_back(site.connect());
    for (auto& client : stalled) client.send("\x16\x03\x01");
    auto client = site.connect();
    ASSERT_TRUE(client.start_tls());
    client.send("still here\r\n");
    EXPECT_EQ(client.line(), "still here\r\n");
}

TEST_P(BothWays, EchoesForAThousandConnectionsAtOnce) {
    Site site(echo, GetParam());
    std::vector<Client> clients;
    for (int i = 0; i < 1000; ++i) clients.push_back(connect(site));
    for (int round = 0; round < 3; ++round) {
        for (std::size_t i = 0; i < clients.size(); ++i) {
            clients[i].send(std::to_string(i) + "\r\n");
        }
        for (std::size_t i = 0; i < clients.size(); ++i) {
            ASSERT_EQ(clients[i].line(), std::to_string(i) + "\r\n");
        }
    }
    EXPECT_EQ(site.runtime.connections(), 1000U);
    for (const auto& loop : site.runtime.loops()) EXPECT_GE(loop->tasks(), 400U);
}

// --- notification ---------------------------------------------------------------------------

TEST_P(BothWays, TellsALineAndANotificationApart) {
    std::promise<Event::Notifier> ready;
    auto handler = [&ready](Stream& stream) -> Task<void> {
        Event event(stream.loop());
        ready.set_value(event.notifier());
        for (;;) {
            const Line line = co_await stream.read_line_or(event, 100);
            if (line.kind == Line::Kind::notified) {
                stream.write("* changed\r\n");
            } else if (line.kind == Line::Kind::text) {
                stream.write(line.text);
                stream.write("\r\n");
            } else {
                co_return;
            }
        }
    };
    Site site(handler, GetParam());
    auto client = connect(site);
    const auto notifier = ready.get_future().get();
    notifier.notify();
    EXPECT_EQ(client.line(), "* changed\r\n");
    client.send("half ");  // stays for later
    notifier();
    EXPECT_EQ(client.line(), "* changed\r\n");
    client.send("line\r\n");
    EXPECT_EQ(client.line(), "half line\r\n");
    client.send("DONE\r\n");
    EXPECT_EQ(client.line(), "DONE\r\n");
    client.end_writing();
    EXPECT_EQ(client.line(), "");
    site.runtime.stop(1s);
    notifier.notify();  // nobody is there
}

TEST(Event, CoalescesSignalsOfManyThreadsAndLosesNone) {
    std::promise<Event::Notifier> ready;
    std::atomic<int> raised{0};
    auto handler = [&](Stream& stream) -> Task<void> {
        Event event(stream.loop());
        ready.set_value(event.notifier());
        // Each signal is raised after its number: whoever sees the last signal sees the last
        // number.
        int seen = 0;
        while (seen < 4000) {
            const Line line = co_await stream.read_line_or(event, 100);
            if (line.kind != Line::Kind::notified) co_return;
            seen = raised.load();
        }
        stream.write("all\r\n");
    };
    Site site(handler);
    auto client = site.connect();
    const auto notifier = ready.get_future().get();
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&] {
            for (int i = 0; i < 1000; ++i) {
                ++raised;
                notifier.notify();
            }
        });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(client.line(), "all\r\n");
}

}  // namespace
}  // namespace postvern::services::net
