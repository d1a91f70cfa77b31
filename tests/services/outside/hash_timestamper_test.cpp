// A timestamp authority that answers with something else than a timestamp. The real one: tests/e2e/disclosure.py.
#include "services/outside/hash_timestamper.hpp"

#include <Poco/Net/ServerSocket.h>
#include <Poco/Net/StreamSocket.h>
#include <gmock/gmock.h>

#include <array>
#include <thread>

#include "records/errors.hpp"

namespace postvern::services::outside {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

// What is said of an authority that takes a question and answers so.
std::string said_of(const std::string& answer) {
    Poco::Net::ServerSocket socket(Poco::Net::SocketAddress("127.0.0.1", 0));
    std::string question;
    std::thread authority([&] {
        Poco::Net::StreamSocket peer = socket.acceptConnection();
        std::array<char, 4096> piece;
        while (question.find("\r\n\r\n0") == std::string::npos) {  // a SEQUENCE, RFC 3161 2.4.1
            const int got = peer.receiveBytes(piece.data(), static_cast<int>(piece.size()));
            if (got <= 0) return;
            question.append(piece.data(), static_cast<std::size_t>(got));
        }
        peer.sendBytes(answer.data(), static_cast<int>(answer.size()));
    });
    const std::string url = "http://127.0.0.1:" + std::to_string(socket.address().port()) + "/tsa";
    const HashTimestamper ask(WebAddress::parse(url), "/dev/null");
    std::string said = "a timestamp";
    try {
        ask(records::sha256("tag manifest"));
    } catch (const records::Unavailable& failure) {
        said = failure.what();
    }
    authority.join();
    EXPECT_THAT(question, HasSubstr("Content-Type: application/timestamp-query\r\n"));
    EXPECT_THAT(said, StartsWith("the timestamp authority 127.0.0.1:"));
    EXPECT_THAT(said, HasSubstr("nothing was handed out, try again"));
    return said;
}

TEST(HashTimestamper, TakesNothingForATimestampThatIsNone) {
    EXPECT_THAT(said_of("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n"), HasSubstr("answers with status 503"));
    EXPECT_THAT(said_of("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnone"), HasSubstr("holds no certificates"));
    EXPECT_THAT(said_of("nonsense"), HasSubstr("gave no answer that HTTP/1.1 knows"));
}

TEST(HashTimestamper, SaysThatNobodyIsThere) {
    Poco::Net::ServerSocket socket(Poco::Net::SocketAddress("127.0.0.1", 0));
    const std::string url = "http://127.0.0.1:" + std::to_string(socket.address().port());
    socket.close();
    try {
        HashTimestamper(WebAddress::parse(url), "/dev/null")(records::sha256("tag manifest"));
        FAIL() << "nobody gave a timestamp";
    } catch (const records::Unavailable& failure) {
        EXPECT_THAT(failure.what(), HasSubstr("cannot be reached"));
    }
}

}  // namespace
}  // namespace postvern::services::outside
