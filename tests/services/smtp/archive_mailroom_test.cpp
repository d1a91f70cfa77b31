// The whole road: sockets, sessions, the gate with the rulebook that ships, and the sealed archive.
#include "services/smtp/archive_mailroom.hpp"

#include <gtest/gtest.h>

#include <string>

#include "tests/records/archive/household.hpp"
#include "tests/services/smtp/house.hpp"

namespace postvern::services::smtp {
namespace {

class WholeRoad : public testing::Test {
  protected:
    net::Client lmtp() {
        auto client = lmtp_site_.connect();
        play(client, "S: 220 ...\nC: LHLO relay.example.org");
        for (int i = 0; i < 7; ++i) client.line();
        return client;
    }
    // As alice@example.org, over TLS from the first octet.
    net::Client submission(std::string_view credentials) {
        auto client = submission_site_.connect();
        EXPECT_TRUE(client.start_tls());
        play(client, "S: 220 ...\nC: EHLO laptop");
        for (int i = 0; i < 8; ++i) client.line();
        client.send("AUTH PLAIN " + std::string(credentials) + "\r\n");
        return client;
    }
    std::vector<std::string> inbox_of(const std::string& name, const std::string& password) {
        const auto owner = household_.sign_in(name, password);
        std::vector<std::string> messages;
        for (const auto& item :
             household_.read(owner, household_.collection(owner, "INBOX"), policy::UidSet::all())) {
            messages.push_back(item.content);
        }
        return messages;
    }
    void set_state(policy::AccountId account, policy::AccountState state) {
        const auto staff = household_.staff();
        household_.accounts.set_state(household_.ask(staff, policy::Action::administer_accounts,
                                                     policy::Resource::of(account)),
                                      state);
    }
    Service service(Dialect dialect) {
        return {.dialect = dialect,
                .host = "mail.example.org",
                .tls = nullptr,
                .limits = {},
                .mailroom = mailroom_,
                .sign_in = sign_in_,
                .budget = budget_,
                .events = events_,
                .clock = [this] { return household_.now.load(); },
                .border = {{"relay.example.org"}, "X-Spam"},
                .reported = [this](policy::AccountId account, const BorderReport& report) {
                    const std::lock_guard lock(told_);
                    reported_.emplace_back(account, report);
                }};
    }

    // What the statistics are told, from the loop's thread.
    using Accounts = std::vector<policy::AccountId>;
    void note(Accounts& accounts, policy::AccountId account) {
        const std::lock_guard lock(told_);
        accounts.push_back(account);
    }
    Accounts told(const Accounts& accounts) {
        const std::lock_guard lock(told_);
        return accounts;
    }

    using Reports = std::vector<std::pair<policy::AccountId, BorderReport>>;
    Reports reports() {
        const std::lock_guard lock(told_);
        return reported_;
    }

    std::mutex told_;
    Reports reported_;
    Accounts delivered_;
    Accounts signed_in_;
    records::Scratch scratch_;
    records::Household household_{scratch_, 20'000};
    policy::AccountId alice_ = household_.add_account("alice@example.org", "alices-password");
    policy::AccountId bob_ = household_.add_account("bob@example.org", "bobs-password");
    net::Pool blocking_{2, 64};
    net::Pool hashing_{1, 64};
    ArchiveMailroom mailroom_{*household_.gate, household_.accounts, household_.archive, blocking_,
                              [this] { return household_.now.load(); },
                              [this](policy::AccountId account) { note(delivered_, account); }};
    sign_in::Throttle throttle_;
    sign_in::SignIn sign_in_{*household_.gate, hashing_, throttle_,
                             [this](policy::AccountId account) { note(signed_in_, account); }};
    net::MemoryBudget budget_;
    net::RecordedEvents events_;
    const Service lmtp_service_ = service(Dialect::lmtp);
    const Service submission_service_ = service(Dialect::submission);
    net::Site lmtp_site_{[this](net::Stream& stream) { return serve(lmtp_service_, stream); }};
    net::Site submission_site_{
        [this](net::Stream& stream) { return serve(submission_service_, stream); }, true};
};

// base64 of NUL alice@example.org NUL alices-password
constexpr std::string_view kAliceSignsIn = "AGFsaWNlQGV4YW1wbGUub3JnAGFsaWNlcy1wYXNzd29yZA==";

TEST_F(WholeRoad, LmtpBringsMailIntoTheInbox) {
    auto client = lmtp();
    play(client, R"(
        C: MAIL FROM:<stranger@example.net>
        S: 250 2.1.0 OK
        C: RCPT TO:<Alice+tag@Example.ORG>
        S: 250 2.1.5 OK
        C: RCPT TO:<nobody@example.org>
        S: 550 5.1.1 ...
        C: RCPT TO:<postmaster>
        S: 250 2.1.5 OK
        C: RCPT TO:<bob@example.org>
        S: 250 2.1.5 OK
        C: DATA
        S: 354 ...
        C: Subject: hello
        C:
        C: text
        C: .
        S: 250 2.0.0 Delivered as ...
        S: 250 2.0.0 Delivered as ...
        S: 250 2.0.0 Delivered as ...
    )");
    const auto inbox = inbox_of("bob@example.org", "bobs-password");
    ASSERT_EQ(inbox.size(), 1u);
    EXPECT_EQ(inbox[0].find("Return-Path: <stranger@example.net>\r\nReceived: from "), 0u);
    EXPECT_TRUE(inbox[0].ends_with("+0000\r\nSubject: hello\r\n\r\ntext\r\n"));
    EXPECT_EQ(inbox_of("alice@example.org", "alices-password").size(), 2u);
    EXPECT_EQ(told(delivered_), (Accounts{alice_, alice_, bob_}));
}

TEST_F(WholeRoad, AFullMailboxRefusesForItselfOnly) {
    auto client = lmtp();
    for (const bool has_room : {true, false}) {
        play(client, R"(
            C: MAIL FROM:<>
            S: 250 2.1.0 OK
            C: RCPT TO:<alice@example.org>
            S: 250 2.1.5 OK
            C: DATA
            S: 354 ...
        )");
        client.send("Subject: large\r\n\r\n");
        for (int i = 0; i < 150; ++i) client.send(std::string(78, 'x') + "\r\n");
        client.send(".\r\n");
        play(client, has_room ? "S: 250 2.0.0 ..." : "S: 552 5.2.2 The mailbox is full");
    }
    EXPECT_EQ(told(delivered_), Accounts{alice_});  // what was refused does not count
    EXPECT_EQ(reports(), (Reports{{alice_, {}}}));
}

TEST_F(WholeRoad, WhatTheBorderServerSaysIsToldForEachDelivery) {
    auto client = lmtp();
    play(client, R"(
        C: MAIL FROM:<stranger@example.net>
        S: 250 2.1.0 OK
        C: RCPT TO:<alice@example.org>
        S: 250 2.1.5 OK
        C: RCPT TO:<bob@example.org>
        S: 250 2.1.5 OK
        C: DATA
        S: 354 ...
        C: Received: from a.example (a.example [192.0.2.1]) by relay.example.org with ESMTPS id 1; x
        C: X-Spam: Yes
        C:
        C: text
        C: .
        S: 250 2.0.0 Delivered as ...
        S: 250 2.0.0 Delivered as ...
    )");
    const BorderReport said{records::SpamDecision::spam, records::ServerLink::encrypted};
    EXPECT_EQ(reports(), (Reports{{alice_, said}, {bob_, said}}));
}

TEST_F(WholeRoad, ADisabledAccountReceivesAndAClosedOneIsUnknown) {
    set_state(bob_, policy::AccountState::disabled);
    auto client = lmtp();
    play(client, R"(
        C: MAIL FROM:<>
        S: 250 2.1.0 OK
        C: RCPT TO:<bob@example.org>
        S: 250 2.1.5 OK
        C: RCPT TO:<alice@example.org>
        S: 250 2.1.5 OK
    )");
    set_state(bob_, policy::AccountState::closed);
    play(client, R"(
        C: RCPT TO:<bob@example.org>
        S: 550 5.1.1 ...
        C: DATA
        S: 354 ...
        C: .
        S: 550 ...
        S: 250 2.0.0 ...
    )");
}

TEST_F(WholeRoad, SubmissionReachesAllOrNone) {
    auto client = submission(kAliceSignsIn);
    play(client, R"(
        S: 235 2.7.0 Welcome
        C: MAIL FROM:<bob@example.org>
        S: 553 5.7.1 ...
        C: MAIL FROM:<alice@example.org>
        S: 250 2.1.0 OK
        C: RCPT TO:<bob@example.org>
        S: 250 2.1.5 OK
        C: RCPT TO:<alice@example.org>
        S: 250 2.1.5 OK
        C: RCPT TO:<friend@elsewhere.example>
        S: 550 5.7.1 ...
        C: DATA
        S: 354 ...
        C: Received: from a.example (a.example [192.0.2.1]) by relay.example.org with ESMTPS id 1; x
        C: X-Spam: No
        C: From: alice@example.org
        C: Subject: hello
        C:
        C: text
        C: .
        S: 250 2.0.0 Delivered as ...
    )");
    EXPECT_EQ(inbox_of("alice@example.org", "alices-password").size(), 1u);
    const auto inbox = inbox_of("bob@example.org", "bobs-password");
    ASSERT_EQ(inbox.size(), 1u);
    EXPECT_EQ(inbox[0].find("laptop"), std::string::npos);
    EXPECT_EQ(told(signed_in_), Accounts{alice_});
    EXPECT_EQ(told(delivered_).size(), 2u);
    EXPECT_TRUE(reports().empty());  // no server had it before

    set_state(bob_, policy::AccountState::disabled);
    household_.deliver(bob_, "Subject: fills\r\n\r\n" + std::string(19'000, 'x') + "\r\n");
    play(client, R"(
        C: MAIL FROM:<alice@example.org>
        S: 250 2.1.0 OK
        C: RCPT TO:<alice@example.org>
        S: 250 2.1.5 OK
        C: RCPT TO:<bob@example.org>
        S: 250 2.1.5 OK
        C: DATA
        S: 354 ...
        C: From: alice@example.org
        C:
    )");
    for (int i = 0; i < 20; ++i) client.send(std::string(78, 'x') + "\r\n");
    play(client, "C: .\nS: 451 4.2.2 ...");
    EXPECT_EQ(inbox_of("alice@example.org", "alices-password").size(), 1u);
}

TEST_F(WholeRoad, ADisabledOwnerMayNotSignIn) {
    set_state(alice_, policy::AccountState::disabled);
    auto client = submission(kAliceSignsIn);
    play(client, "S: 535 5.7.8 Name or password is wrong");
}

TEST_F(WholeRoad, AnOwnerWhoIsDisabledMeanwhileHandsNothingIn) {
    auto client = submission(kAliceSignsIn);
    play(client, "S: 235 2.7.0 Welcome");
    set_state(alice_, policy::AccountState::disabled);
    play(client, "C: MAIL FROM:<alice@example.org>\nS: 550 5.7.1 Not permitted");
}

}  // namespace
}  // namespace postvern::services::smtp
