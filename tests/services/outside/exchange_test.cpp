// Questions to a stranger who answers whatever the test says, octet for octet.
#include "services/outside/exchange.hpp"

#include <Poco/Net/ServerSocket.h>
#include <Poco/Net/StreamSocket.h>
#include <gmock/gmock.h>

#include <array>
#include <thread>

namespace postvern::services::outside {
namespace {

using testing::HasSubstr;

// Takes one connection, reads until the question's body has come, answers and hangs up, or stays
// silent.
class Stranger {
  public:
    enum class Then { hang_up, stay };
    explicit Stranger(std::string answer, Then then = Then::hang_up)
        : socket_(Poco::Net::SocketAddress("127.0.0.1", 0)),
          thread_([this, answer = std::move(answer), then] {
              try {
                  serve(answer, then);
              } catch (const Poco::Exception&) {
                  return;  // the other side has heard enough
              }
          }) {}
    ~Stranger() { thread_.join(); }
    WebAddress address() const {
        return WebAddress::parse("http://127.0.0.1:" + std::to_string(socket_.address().port()) +
                                 "/prefix");
    }
    // Once the exchange is over.
    std::string question() {
        thread_.join();
        thread_ = std::thread([] {});
        return question_;
    }

  private:
    void serve(const std::string& answer, Then then) {
        Poco::Net::StreamSocket peer = socket_.acceptConnection();
        std::array<char, 4096> piece;
        while (question_.find("\r\n\r\nbody") == std::string::npos) {
            const int got = peer.receiveBytes(piece.data(), static_cast<int>(piece.size()));
            if (got <= 0) return;
            question_.append(piece.data(), static_cast<std::size_t>(got));
        }
        for (std::size_t sent = 0; sent < answer.size();) {
            sent += static_cast<std::size_t>(
                peer.sendBytes(answer.data() + sent, static_cast<int>(answer.size() - sent)));
        }
        if (then == Then::stay) peer.receiveBytes(piece.data(), 1);  // until the other side ends
    }

    Poco::Net::ServerSocket socket_;
    std::string question_;
    std::thread thread_;
};

WebAnswer ask(const WebAddress& address,
              std::chrono::milliseconds patience = std::chrono::seconds(30)) {
    const std::atomic<bool> ending{false};
    return post({address, "text/plain", "body"},
                {std::chrono::steady_clock::now() + patience, ending});
}

std::string failure_of(const std::string& answer) {
    const Stranger stranger(answer);
    try {
        ask(stranger.address());
        return "answered";
    } catch (const Unanswered& why) {
        return why.what();
    }
}

TEST(Exchange, AsksOnceAndReadsTheAnswer) {
    Stranger stranger("HTTP/1.1 409 Conflict\r\nContent-Length: 3\r\n\r\n42\n");
    const WebAnswer answer = ask(stranger.address());
    EXPECT_EQ(answer.status, 409U);
    EXPECT_EQ(answer.body, "42\n");
    const std::string question = stranger.question();
    EXPECT_THAT(question, testing::StartsWith("POST /prefix HTTP/1.1\r\nHost: 127.0.0.1:"));
    EXPECT_THAT(question, HasSubstr("\r\nContent-Type: text/plain\r\nContent-Length: 4\r\n"));
    EXPECT_THAT(question, testing::EndsWith("\r\n\r\nbody"));
}

TEST(Exchange, ReadsEveryFormOfBody) {
    for (const char* answer :
         {"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", "HTTP/1.1 200 OK\r\n\r\nhello",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n",
          "HTTP/1.0 200 OK\r\n\r\nhello"}) {
        const Stranger stranger(answer);
        EXPECT_EQ(ask(stranger.address()).body, "hello") << answer;
    }
}

TEST(Exchange, FollowsNoRedirect) {
    const Stranger stranger(
        "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n");
    EXPECT_EQ(ask(stranger.address()).status, 302U);
}

TEST(Exchange, RefusesWhatIsTooMuchOrNoAnswer) {
    constexpr const char* kNoHttp = "gave no answer that HTTP/1.1 knows";
    EXPECT_EQ(failure_of(""), kNoHttp);
    EXPECT_EQ(failure_of("nonsense\r\n\r\n"), kNoHttp);
    EXPECT_EQ(failure_of("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell"), kNoHttp);
    EXPECT_EQ(failure_of("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!"),
              kNoHttp);
    EXPECT_EQ(failure_of("HTTP/1.1 200 OK\r\nX: " + std::string(20'000, 'x') + "\r\n\r\n"),
              kNoHttp);
    EXPECT_EQ(
        failure_of("HTTP/1.1 200 OK\r\nContent-Length: 65537\r\n\r\n" + std::string(65'537, 'x')),
        kNoHttp);
    EXPECT_EQ(failure_of("HTTP/1.1 200 OK\r\nContent-Length: 1099511627776\r\n\r\nx"), kNoHttp);
    EXPECT_EQ(failure_of("HTTP/1.1 200 OK\r\n\r\n" + std::string(70'000, 'x')), kNoHttp);
    EXPECT_EQ(
        failure_of("HTTP/1.1 200 OK\r\nContent-Length: 65536\r\n\r\n" + std::string(65'536, 'x')),
        "answered");
}

TEST(Exchange, WaitsNoLongerThanItWasTold) {
    const Stranger stranger("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell",
                            Stranger::Then::stay);
    try {
        ask(stranger.address(), std::chrono::milliseconds(100));
        FAIL() << "answered";
    } catch (const Unanswered& why) {
        EXPECT_STREQ(why.what(), "did not answer in time");
    }
}

TEST(Exchange, EndsWhenTheHouseEnds) {
    const Stranger stranger("", Stranger::Then::stay);
    const std::atomic<bool> ending{true};
    EXPECT_THROW(post({stranger.address(), "text/plain", "body"},
                      {std::chrono::steady_clock::now() + std::chrono::hours(1), ending}),
                 Unanswered);
}

TEST(Exchange, TellsThatNobodyListens) {
    WebAddress address;
    {
        const Poco::Net::ServerSocket gone(Poco::Net::SocketAddress("127.0.0.1", 0));
        address = WebAddress::parse("http://127.0.0.1:" + std::to_string(gone.address().port()));
    }
    EXPECT_THROW(ask(address), Unanswered);
    address.encrypted = true;
    EXPECT_THROW(ask(address), Unanswered);
}

}  // namespace
}  // namespace postvern::services::outside
