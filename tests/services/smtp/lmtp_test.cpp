// Reception by LMTP, as transcripts.
#include <gtest/gtest.h>

#include <string>

#include "records/errors.hpp"
#include "tests/services/smtp/house.hpp"

namespace postvern::services::smtp {
namespace {

constexpr const char* kGreeting = R"(
    S: 220 mail.example.org LMTP Postvern ...
    C: LHLO relay.example.org
    S: 250-mail.example.org
    S: 250-PIPELINING
    S: 250-8BITMIME
    S: 250-SMTPUTF8
    S: 250-CHUNKING
    S: 250-ENHANCEDSTATUSCODES
    S: 250-SIZE 52428800
    S: 250 STARTTLS
)";

constexpr const char* kTrace =
    "Return-Path: <>\r\nReceived: from relay.example.org by mail.example.org with LMTP id ";

// What was delivered, behind the trace fields.
std::string body_of(const std::string& message) {
    const auto end = message.find("+0000\r\n");
    return end == message.npos ? message : message.substr(end + 7);
}

class Lmtp : public testing::Test {
  protected:
    void greet() { play(client_, kGreeting); }

    House house_{Dialect::lmtp};
    net::Client client_ = house_.connect();
};

TEST_F(Lmtp, DeliversWithOneReplyForEachRecipient) {
    greet();
    play(client_, R"(
        C: MAIL FROM:<stranger@example.net> SIZE=100 BODY=8BITMIME
        C: RCPT TO:<alice@example.org>
        C: RCPT TO:<nobody@example.org>
        C: RCPT TO:<bob+tag@example.org>
        C: DATA
        S: 250 2.1.0 OK
        S: 250 2.1.5 OK
        S: 550 5.1.1 No such mailbox here
        S: 250 2.1.5 OK
        S: 354 ...
        C: Subject: one
        C:
        C: ..stuffed
        C: .
        S: 250 2.0.0 Delivered as ...
        S: 250 2.0.0 Delivered as ...
        C: QUIT
        S: 221 2.0.0 Goodbye
    )");
    EXPECT_TRUE(client_.is_closed());
    for (const auto account : {kAlice, kBob}) {
        const auto messages = house_.mailroom.messages_of(account);
        ASSERT_EQ(messages.size(), 1u);
        EXPECT_EQ(messages[0].find("Return-Path: <stranger@example.net>\r\nReceived: from "
                                   "relay.example.org by mail.example.org with LMTP id "),
                  0u);
        EXPECT_EQ(body_of(messages[0]), "Subject: one\r\n\r\n.stuffed\r\n");
    }
    EXPECT_EQ(house_.budget.used(), 0u);
}

TEST_F(Lmtp, SaysForEachRecipientWhatBecameOfIt) {
    house_.mailroom.fail_for(kBob, std::make_exception_ptr(records::OverQuota()));
    house_.mailroom.fail_for(kDisabled, std::make_exception_ptr(records::Unavailable("full")));
    greet();
    play(client_, R"(
        C: MAIL FROM:<>
        S: 250 2.1.0 OK
        C: RCPT TO:<bob@example.org>
        S: 250 2.1.5 OK
        C: RCPT TO:<postmaster>
        S: 250 2.1.5 OK
        C: RCPT TO:<disabled@example.org>
        S: 250 2.1.5 OK
        C: DATA
        S: 354 ...
        C: x
        C: .
        S: 552 5.2.2 The mailbox is full
        S: 250 2.0.0 ...
        S: 452 4.3.1 ...
    )");
    EXPECT_EQ(house_.mailroom.messages_of(kAlice).size(), 1u);
    EXPECT_EQ(house_.mailroom.messages_of(kAlice)[0].find(kTrace), 0u);
}

TEST_F(Lmtp, SpeaksNoSmtpGreeting) {
    play(client_, R"(
        S: 220 ...
        C: EHLO relay.example.org
        S: 500 5.5.1 No such command
        C: HELO relay.example.org
        S: 500 5.5.1 No such command
        C: AUTH PLAIN
        S: 500 5.5.1 No such command
        C: MAIL FROM:<>
        S: 503 5.5.1 ...
        C: HELP
        S: 214 2.0.0 Commands: BDAT DATA EXPN HELP LHLO MAIL NOOP QUIT RCPT RSET STARTTLS VRFY
    )");
}

TEST_F(Lmtp, KeepsTheSequenceOfCommands) {
    greet();
    play(client_, R"(
        C: RCPT TO:<alice@example.org>
        S: 503 5.5.1 ...
        C: DATA
        S: 503 5.5.1 ...
        C: MAIL FROM:<>
        S: 250 2.1.0 OK
        C: MAIL FROM:<>
        S: 503 5.5.1 ...
        C: DATA
        S: 503 5.5.1 No valid recipients
        C: RCPT TO:<alice@example.net>
        S: 550 5.7.1 ...
        C: RSET
        S: 250 2.0.0 Forgotten
        C: RCPT TO:<alice@example.org>
        S: 503 5.5.1 ...
        C: NOOP anything
        S: 250 2.0.0 OK
        C: VRFY alice
        S: 252 2.5.0 ...
        C: EXPN all
        S: 502 5.5.1 ...
    )");
}

TEST_F(Lmtp, RefusesBadSyntaxAndGoesOn) {
    greet();
    play(client_, R"(
        C: MAIL FROM: <a@b>
        S: 501 5.5.4 Expected an address in angle brackets
        C: MAIL FROM:<a@b> RET=FULL
        S: 555 5.5.4 ...
        C: XCLIENT ADDR=192.0.2.1
        S: 500 5.5.1 No such command
        C:  MAIL FROM:<>
        S: 500 5.5.2 ...
        C: MAIL FROM:<>
        S: 250 2.1.0 OK
    )");
    client_.send("NOOP\n");
    play(client_, "S: 500 5.5.2 Lines end with CRLF");
    client_.send("NOOP " + std::string(600, 'x') + "\r\n");
    play(client_, "S: 500 5.5.2 The line is too long");
    client_.send("NOOP " + std::string(60'000, 'x') + "\r\n");
    play(client_, R"(
        S: 500 5.5.2 The line is too long
        C: RCPT TO:<alice@example.org>
        S: 250 2.1.5 OK
    )");
}

TEST_F(Lmtp, ClosesAfterTenBadCommands) {
    greet();
    for (int i = 0; i < 9; ++i) play(client_, "C: BAD\nS: 500 5.5.1 No such command");
    play(client_, "C: BAD\nS: 500 5.5.1 No such command\nS: 421 4.7.0 ...");
    EXPECT_TRUE(client_.is_closed());
}

// RFC 2920 3.1, RFC 2033 4.2: a client that pipelines cannot know that no recipient will be accepted.
TEST_F(Lmtp, TakesPipelinedRoundsWithoutRecipientsForGood) {
    greet();
    for (int i = 0; i < 30; ++i) {
        client_.send("MAIL FROM:<a@b.example>\r\nRCPT TO:<no@example.org>\r\nDATA\r\nRSET\r\n");
        play(client_, R"(
            S: 250 2.1.0 OK
            S: 550 5.1.1 ...
            S: 503 5.5.1 No valid recipients
            S: 250 2.0.0 Forgotten
        )");
    }
    for (int i = 0; i < 30; ++i) play(client_, "C: RCPT TO:<no@example.org>\nS: 503 5.5.1 ...");
}

TEST_F(Lmtp, CountsBadCommandsInARow) {
    greet();
    for (int i = 0; i < 3; ++i) {
        for (int j = 0; j < 9; ++j) play(client_, "C: BAD\nS: 500 5.5.1 No such command");
        play(client_, "C: NOOP\nS: 250 2.0.0 OK");
    }
}

// The octets of a chunk follow its command whatever the answer: they are no commands.
TEST_F(Lmtp, EndsTheConversationWhereAChunkCannotBeReadPast) {
    const std::string command = "NOOP\r\n";
    const std::string blanks(600, ' ');
    for (const std::string& announced :
         {std::string("BDAT 6\n"), std::string("bdat 6 \xC3\r\n"), "BDAT 6" + blanks + "\r\n",
          "BDAT 6" + std::string(60'000, ' ') + "\r\n", std::string("BDAT six\r\n"),
          std::string("BDAT\t6\r\n")}) {
        auto client = house_.connect();
        play(client, "S: 220 ...");
        client.send(announced + command);
        const auto answer = client.line();
        EXPECT_EQ(answer.substr(0, 2), "50") << answer;
        EXPECT_EQ(client.line(), "") << announced.substr(0, 10);
    }
}

TEST_F(Lmtp, TakesChunks) {
    greet();
    play(client_, R"(
        C: MAIL FROM:<>
        S: 250 2.1.0 OK
        C: RCPT TO:<alice@example.org>
        S: 250 2.1.5 OK
        C: RCPT TO:<bob@example.org>
        S: 250 2.1.5 OK
    )");
    client_.send("BDAT 8\r\nA: b\r\n\r\nBDAT 5\r\n.\r\n.\rBDAT 1 LAST\r\n\nNOOP\r\n");
    play(client_, R"(
        S: 250 2.0.0 Chunk received
        S: 250 2.0.0 Chunk received
        S: 250 2.0.0 Delivered as ...
        S: 250 2.0.0 Delivered as ...
        S: 250 2.0.0 OK
    )");
    EXPECT_EQ(body_of(house_.mailroom.messages_of(kBob).at(0)), "A: b\r\n\r\n.\r\n.\r\n")
        << "dots mean nothing in chunks, and line ends may be parted by them";
}

TEST_F(Lmtp, AChunkIsReadWhateverTheAnswer) {
    greet();
    client_.send("BDAT 6\r\nQUIT\r\nMAIL FROM:<>\r\n");
    play(client_, "S: 503 5.5.1 ...\nS: 250 2.1.0 OK");
    client_.send(
        "BDAT 6 LAST\r\nQUIT\r\nRCPT TO:<alice@example.org>\r\nBDAT 0\r\nDATA\r\nRSET\r\n");
    play(client_, R"(
        S: 503 5.5.1 ...
        S: 250 2.1.5 OK
        S: 250 2.0.0 Chunk received
        S: 503 5.5.1 ...
        S: 250 2.0.0 Forgotten
        C: BDAT many
        S: 501 5.5.4 ...
    )");
    EXPECT_TRUE(client_.is_closed()) << "how much follows is unknown";
}

TEST_F(Lmtp, NothingButCrlfDotCrlfEndsTheData) {
    greet();
    play(client_, R"(
        C: MAIL FROM:<>
        S: 250 2.1.0 OK
        C: RCPT TO:<alice@example.org>
        S: 250 2.1.5 OK
        C: DATA
        S: 354 ...
    )");
    client_.send("one\r\n\n.\nMAIL FROM:<evil@example.net>\r\n.\n\r.\r\r\n.\r\n");
    play(client_, "S: 250 2.0.0 ...\nC: NOOP\nS: 250 2.0.0 OK");
    ASSERT_EQ(house_.mailroom.messages_of(kAlice).size(), 1u);
    EXPECT_EQ(body_of(house_.mailroom.messages_of(kAlice)[0]),
              "one\r\n\r\n.\r\nMAIL FROM:<evil@example.net>\r\n\r\n . \r\n");
}

TEST_F(Lmtp, NulOctetsAreRefused) {
    greet();
    play(client_, R"(
        C: MAIL FROM:<>
        S: 250 2.1.0 OK
        C: RCPT TO:<alice@example.org>
        S: 250 2.1.5 OK
        C: DATA
        S: 354 ...
    )");
    client_.send(std::string("a\0b\r\n.\r\n", 8));
    play(client_, "S: 554 5.6.0 ...");
    EXPECT_TRUE(house_.mailroom.messages_of(kAlice).empty());
}

TEST_F(Lmtp, AddressesBeyondAsciiNeedTheirExtension) {
    greet();
    play(client_, "C: MAIL FROM:<bl\xC3\xA5@example.net>\nS: 553 5.6.7 ...");
    play(client_, "C: MAIL FROM:<a@b>\nS: 250 2.1.0 OK");
    play(client_, "C: RCPT TO:<bl\xC3\xA5@example.org>\nS: 553 5.6.7 ...\nC: RSET\nS: 250 ...");
    play(client_, "C: MAIL FROM:<bl\xC3\xA5@example.net> SMTPUTF8\nS: 250 2.1.0 OK");
    play(client_,
         "C: RCPT TO:<bl\xC3\xA5@example.org>\nS: 250 2.1.5 OK\nC: DATA\nS: 354 ...\nC: .\nS: 250 ...");
    const auto messages = house_.mailroom.messages_of(kBob);
    ASSERT_EQ(messages.size(), 1u);
    EXPECT_NE(messages[0].find(" with UTF8LMTP id "), std::string::npos);
}

TEST_F(Lmtp, AConnectionLostInTheMiddleDeliversNothing) {
    greet();
    play(client_, R"(
        C: MAIL FROM:<>
        S: 250 2.1.0 OK
        C: RCPT TO:<alice@example.org>
        S: 250 2.1.5 OK
        C: DATA
        S: 354 ...
        C: half a message
    )");
    client_.end_writing();
    EXPECT_TRUE(client_.is_closed());
    EXPECT_TRUE(house_.mailroom.messages_of(kAlice).empty());
}

}  // namespace
}  // namespace postvern::services::smtp
