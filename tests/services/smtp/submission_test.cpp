// Submission by owners, as transcripts.
#include <gtest/gtest.h>

#include <string>

#include "records/errors.hpp"
#include "tests/services/smtp/house.hpp"

namespace postvern::services::smtp {
namespace {

class Submission : public testing::Test {
  protected:
    void start_tls() {
        play(client_, R"(
            S: 220 mail.example.org ESMTP Postvern ...
            C: EHLO [192.0.2.77]
            S: 250-mail.example.org
            S: 250-PIPELINING
            S: 250-8BITMIME
            S: 250-SMTPUTF8
            S: 250-CHUNKING
            S: 250-ENHANCEDSTATUSCODES
            S: 250-SIZE 52428800
            S: 250 STARTTLS
            C: STARTTLS
            S: 220 2.0.0 ...
        )");
        ASSERT_TRUE(client_.start_tls());
        play(client_, R"(
            C: EHLO laptop.secret.example
            S: 250-mail.example.org
            S: 250-PIPELINING
            S: 250-8BITMIME
            S: 250-SMTPUTF8
            S: 250-CHUNKING
            S: 250-ENHANCEDSTATUSCODES
            S: 250-SIZE 52428800
            S: 250 AUTH PLAIN LOGIN
        )");
    }
    // As alice@example.org.
    void sign_in() {
        start_tls();
        play(client_, "C: AUTH PLAIN AGFsaWNlQGV4YW1wbGUub3JnAHNlY3JldA==\nS: 235 2.7.0 Welcome");
    }
    void begin_message() {
        play(client_, R"(
            C: MAIL FROM:<alice@example.org>
            S: 250 2.1.0 OK
            C: RCPT TO:<bob@example.org>
            S: 250 2.1.5 OK
            C: DATA
            S: 354 ...
        )");
    }

    House house_{Dialect::submission};
    net::Client client_ = house_.connect();
};

TEST_F(Submission, DeliversToAllAndNamesNoClient) {
    sign_in();
    play(client_, R"(
        C: MAIL FROM:<alice.alias@example.org>
        S: 250 2.1.0 OK
        C: RCPT TO:<bob@example.org>
        S: 250 2.1.5 OK
        C: RCPT TO:<alice@example.org>
        S: 250 2.1.5 OK
        C: DATA
        S: 354 ...
        C: Bcc: hidden@example.org,
        C:  more@example.org
        C: From: Alice <alice@example.org>
        C: Subject: hello
        C:
        C: text
        C: .
        S: 250 2.0.0 Delivered as ...
    )");
    for (const auto account : {kAlice, kBob}) {
        const auto messages = house_.mailroom.messages_of(account);
        ASSERT_EQ(messages.size(), 1u);
        const auto& message = messages[0];
        EXPECT_EQ(message.find("Return-Path: <alice.alias@example.org>\r\nReceived: by "
                               "mail.example.org with ESMTPSA id "),
                  0u);
        const auto added =
            message.find("\r\nDate: Tue, 14 Nov 2023 22:13:20 +0000\r\nMessage-ID: <");
        ASSERT_NE(added, message.npos);
        EXPECT_TRUE(
            message.ends_with("@mail.example.org>\r\nFrom: Alice <alice@example.org>\r\n"
                              "Subject: hello\r\n\r\ntext\r\n"));
        EXPECT_EQ(message.find("192.0.2.77"), message.npos);
        EXPECT_EQ(message.find("127.0.0.1"), message.npos);
        EXPECT_EQ(message.find("laptop"), message.npos);
        EXPECT_EQ(message.find("hidden"), message.npos);
    }
}

TEST_F(Submission, LeavesDateAndMessageIdAsTheyAre) {
    sign_in();
    begin_message();
    play(client_, R"(
        C: From: alice@example.org
        C: date: Mon, 1 Jan 2024 00:00:00 +0100
        C: message-id: <mine@example.org>
        C: Sender: alice.alias@example.org
        C:
        C: .
        S: 250 2.0.0 ...
    )");
    const auto message = house_.mailroom.messages_of(kBob).at(0);
    EXPECT_EQ(message.find("Message-ID: "), message.npos);
    EXPECT_NE(message.find("+0000\r\nFrom: alice@example.org\r\ndate: "), message.npos);
}

TEST_F(Submission, NothingBeforeTls) {
    play(client_, R"(
        S: 220 ...
        C: AUTH PLAIN AGFsaWNlQGV4YW1wbGUub3JnAHNlY3JldA==
        S: 530 5.7.0 Use STARTTLS first
        C: MAIL FROM:<alice@example.org>
        S: 530 5.7.0 Use STARTTLS first
        C: NOOP
        S: 250 2.0.0 OK
        C: STARTTLS
        S: 503 5.5.1 ...
        C: LHLO x
        S: 500 5.5.1 ...
    )");
}

TEST_F(Submission, NothingBeforeSigningIn) {
    start_tls();
    play(client_, R"(
        C: MAIL FROM:<alice@example.org>
        S: 530 5.7.0 Sign in first
        C: VRFY alice
        S: 530 5.7.0 Sign in first
        C: STARTTLS
        S: 502 5.5.1 ...
        C: HELO laptop
        S: 250 mail.example.org
        C: AUTH PLAIN AGFsaWNlQGV4YW1wbGUub3JnAHNlY3JldA==
        S: 503 5.5.1 Say EHLO first
    )");
}

TEST_F(Submission, WhatWasPipelinedBehindStarttlsIsDiscarded) {
    play(client_, "S: 220 ...\nC: EHLO laptop");
    for (int i = 0; i < 8; ++i) client_.line();
    client_.send("STARTTLS\r\nNOOP injected\r\nEHLO injected\r\n");
    play(client_, "S: 220 2.0.0 ...");
    ASSERT_TRUE(client_.start_tls());
    play(client_, R"(
        C: MAIL FROM:<alice@example.org>
        S: 530 5.7.0 Sign in first
        C: AUTH PLAIN
        S: 503 5.5.1 ...
    )");
    EXPECT_TRUE(house_.events.wait_for("commands-behind-starttls"));
}

TEST_F(Submission, SignsInByEachMechanism) {
    start_tls();
    play(client_, R"(
        C: AUTH PLAIN
        S: 334 
        C: AGFsaWNlQGV4YW1wbGUub3JnAHNlY3JldA==
        S: 235 2.7.0 Welcome
        C: AUTH PLAIN AGFsaWNlQGV4YW1wbGUub3JnAHNlY3JldA==
        S: 503 5.5.1 Signed in already
    )");
}

TEST_F(Submission, SignsInByLogin) {
    start_tls();
    play(client_, R"(
        C: AUTH LOGIN
        S: 334 VXNlcm5hbWU6
        C: YWxpY2VAZXhhbXBsZS5vcmc=
        S: 334 UGFzc3dvcmQ6
        C: c2VjcmV0
        S: 235 2.7.0 Welcome
    )");
}

TEST_F(Submission, SignsInByLoginWithTheNameAtOnce) {
    start_tls();
    play(client_, R"(
        C: AUTH LOGIN YWxpY2VAZXhhbXBsZS5vcmc=
        S: 334 UGFzc3dvcmQ6
        C: c2VjcmV0
        S: 235 2.7.0 Welcome
    )");
}

TEST_F(Submission, SaysTheSameWhateverIsWrong) {
    start_tls();
    // A wrong password, an unknown name, a disabled account.
    play(client_, R"(
        C: AUTH PLAIN AGFsaWNlQGV4YW1wbGUub3JnAHdyb25n
        S: 535 5.7.8 Name or password is wrong
        C: AUTH PLAIN AG5vYm9keUBleGFtcGxlLm9yZwBzZWNyZXQ=
        S: 535 5.7.8 Name or password is wrong
        C: AUTH PLAIN AGRpc2FibGVkQGV4YW1wbGUub3JnAHNlY3JldA==
        S: 535 5.7.8 Name or password is wrong
    )");
}

TEST_F(Submission, RefusesMalformedExchanges) {
    start_tls();
    play(client_, R"(
        C: AUTH CRAM-MD5
        S: 504 5.5.4 ...
        C: AUTH PLAIN !!!!
        S: 501 5.5.2 ...
        C: AUTH PLAIN =
        S: 501 5.5.2 ...
        C: AUTH PLAIN
        S: 334 
        C: *
        S: 501 5.7.0 Cancelled
        C: AUTH LOGIN
        S: 334 ...
        C: 
        S: 334 ...
        C: c2VjcmV0
        S: 501 5.5.2 ...
        C: AUTH PLAIN AGFsaWNlQGV4YW1wbGUub3JnAHNlY3JldA==
        S: 235 2.7.0 Welcome
    )");
}

TEST_F(Submission, TakesNoChunkForACommandInPlaceOfAResponse) {
    start_tls();
    client_.send("AUTH PLAIN\r\n");
    EXPECT_EQ(client_.line().substr(0, 4), "334 ");
    client_.send("BDAT 6\r\nNOOP\r\n");
    EXPECT_EQ(client_.line().substr(0, 9), "501 5.5.2");
    EXPECT_EQ(client_.line(), "");
    EXPECT_TRUE(client_.is_closed());
}

TEST_F(Submission, RefusesAnothersAddressInTheEnvelope) {
    sign_in();
    play(client_, R"(
        C: MAIL FROM:<bob@example.org>
        S: 553 5.7.1 ...
        C: MAIL FROM:<alice@example.net>
        S: 553 5.7.1 ...
        C: MAIL FROM:<>
        S: 250 2.1.0 OK
    )");
}

TEST_F(Submission, RefusesAnothersAddressInTheHeader) {
    sign_in();
    for (const auto* field : {"From: bob@example.org", "From: alice@example.org, bob@example.org",
                              "From: \"alice@example.org\" <bob@example.org>",
                              "From: Team: alice@example.org, bob@example.org;",
                              "From: alice@example.org\nC: Sender: bob@example.org",
                              "From: alice@example.org,\nC:  bob@example.org"}) {
        SCOPED_TRACE(field);
        begin_message();
        play(client_, std::string("C: ") + field + "\nC: \nC: .\nS: 550 5.7.1 ...");
    }
    EXPECT_TRUE(house_.mailroom.messages_of(kBob).empty());
}

TEST_F(Submission, RefusesAHeaderWithoutOneFrom) {
    sign_in();
    for (const auto* header :
         {"Subject: none", "From: alice@example.org\nC: From: bob@example.org", "From:", "From: ;",
          "From: undisclosed:;", "From : alice@example.org", "no header at all",
          "From: alice@example.org <bob@example.org>",
          "Date: x\nC: Date: y\nC: From: alice@example.org"}) {
        SCOPED_TRACE(header);
        begin_message();
        play(client_, std::string("C: ") + header + "\nC: \nC: .\nS: 554 5.6.0 ...");
    }
    EXPECT_TRUE(house_.mailroom.messages_of(kBob).empty());
}

TEST_F(Submission, RefusesBareLineEnds) {
    sign_in();
    for (const auto* message : {"From: alice@example.org\r\n\r\na\nb\r\n.\r\n",
                                "From: alice@example.org\r\n\r\na\rb\r\n.\r\n",
                                "From: alice@example.org\r\n\r\na\r\n.\n\r\n.\r\n"}) {
        begin_message();
        client_.send(message);
        play(client_, "S: 554 5.6.0 ...");
    }
    EXPECT_TRUE(house_.mailroom.messages_of(kBob).empty());
}

TEST_F(Submission, OffersNoRelay) {
    sign_in();
    play(client_, R"(
        C: MAIL FROM:<alice@example.org>
        S: 250 2.1.0 OK
        C: RCPT TO:<friend@elsewhere.example>
        S: 550 5.7.1 Relaying to other hosts is not offered here
        C: RCPT TO:<nobody@example.org>
        S: 550 5.1.1 No such mailbox here
        C: DATA
        S: 503 5.5.1 No valid recipients
    )");
}

TEST_F(Submission, AllRecipientsOrNone) {
    house_.mailroom.fail_for(kBob, std::make_exception_ptr(records::OverQuota()));
    sign_in();
    play(client_, R"(
        C: MAIL FROM:<alice@example.org>
        S: 250 2.1.0 OK
        C: RCPT TO:<alice@example.org>
        S: 250 2.1.5 OK
        C: RCPT TO:<bob@example.org>
        S: 250 2.1.5 OK
        C: DATA
        S: 354 ...
        C: From: alice@example.org
        C: .
        S: 451 4.2.2 ...
    )");
    EXPECT_TRUE(house_.mailroom.messages_of(kAlice).empty());
    begin_message();
    play(client_, "C: From: alice@example.org\nC: .\nS: 552 5.2.2 The mailbox is full");
}

TEST_F(Submission, TakesChunks) {
    sign_in();
    play(client_, R"(
        C: MAIL FROM:<alice@example.org> BODY=8BITMIME
        S: 250 2.1.0 OK
        C: RCPT TO:<bob@example.org>
        S: 250 2.1.5 OK
    )");
    client_.send("BDAT 10\r\nFrom: alicBDAT 19 LAST\r\ne@example.org\r\n\r\n\r\n");
    play(client_, "S: 250 2.0.0 Chunk received\nS: 250 2.0.0 Delivered as ...");
    EXPECT_TRUE(house_.mailroom.messages_of(kBob).at(0).ends_with(
        "\r\nFrom: alice@example.org\r\n\r\n\r\n"));
}

}  // namespace
}  // namespace postvern::services::smtp
