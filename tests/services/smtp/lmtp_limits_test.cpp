// The limits of reception by LMTP, as transcripts.
#include <gtest/gtest.h>

#include <string>

#include "tests/services/smtp/house.hpp"

namespace postvern::services::smtp {
namespace {

class SmallLmtp : public testing::Test {
  protected:
    static Limits limits() {
        Limits limits;
        limits.message = 1000;
        limits.recipients = 2;
        limits.idle = std::chrono::milliseconds(300);
        return limits;
    }
    void begin() {
        play(client_, "S: 220 ...\nC: LHLO relay");
        for (int i = 0; i < 8; ++i) client_.line();
        play(client_, R"(
            C: MAIL FROM:<>
            S: 250 2.1.0 OK
            C: RCPT TO:<alice@example.org>
            S: 250 2.1.5 OK
        )");
    }
    void send_message(std::size_t octets) {
        play(client_, "C: DATA\nS: 354 ...");
        client_.send(std::string(octets - 2, 'x') + "\r\n.\r\n");
    }

    House house_{Dialect::lmtp, limits(), 128 * 1024};
    net::Client client_ = house_.connect();
};

TEST_F(SmallLmtp, RefusesWhatIsTooLargeAndGoesOn) {
    begin();
    play(client_, R"(
        C: RSET
        S: 250 ...
        C: MAIL FROM:<> SIZE=1001
        S: 552 5.3.4 The message is too large
        C: MAIL FROM:<> SIZE=1000
        S: 250 2.1.0 OK
        C: RCPT TO:<alice@example.org>
        S: 250 2.1.5 OK
        C: RCPT TO:<bob@example.org>
        S: 250 2.1.5 OK
        C: RCPT TO:<bob@example.org>
        S: 452 4.5.3 ...
    )");
    send_message(1001);
    play(client_, R"(
        S: 552 5.3.4 The message is too large
        S: 552 5.3.4 The message is too large
        C: MAIL FROM:<>
        S: 250 2.1.0 OK
        C: RCPT TO:<alice@example.org>
        S: 250 2.1.5 OK
    )");
    send_message(1000);
    play(client_, "S: 250 2.0.0 ...");
    EXPECT_EQ(house_.mailroom.messages_of(kAlice).size(), 1u);
    EXPECT_EQ(house_.budget.used(), 0u);
}

TEST_F(SmallLmtp, RefusesChunksThatAreTooLarge) {
    begin();
    client_.send("BDAT 1001\r\n" + std::string(1001, 'x') + "BDAT 0 LAST\r\nBDAT 4001\r\n");
    play(client_, R"(
        S: 552 5.3.4 The message is too large
        S: 552 5.3.4 The message is too large
        S: 552 5.3.4 The chunk is too large
    )");
    EXPECT_TRUE(client_.is_closed());
}

TEST_F(SmallLmtp, SaysLaterWhenTheBudgetIsSpent) {
    net::MemoryBudget::Lease others(house_.budget);
    ASSERT_TRUE(others.cover(128 * 1024));
    begin();
    send_message(500);
    play(client_, "S: 452 4.3.1 ...");
    others.release();
    play(client_, R"(
        C: MAIL FROM:<>
        S: 250 2.1.0 OK
        C: RCPT TO:<alice@example.org>
        S: 250 2.1.5 OK
    )");
    send_message(500);
    play(client_, "S: 250 2.0.0 ...");
}

TEST_F(SmallLmtp, SendsSilentClientsAway) {
    begin();
    play(client_, "S: 421 4.4.2 ...");
    EXPECT_TRUE(client_.is_closed());
}

}  // namespace
}  // namespace postvern::services::smtp
