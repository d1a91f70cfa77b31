// APPEND, as transcripts.
#include <gtest/gtest.h>

#include "tests/services/imap/house.hpp"

namespace postvern::services::imap {
namespace {

TEST(Append, TakesMessagesInLiteralsOfAllKinds) {
    House house;
    auto client = house.sign_in();
    play(client, R"(
        C: a1 APPEND Drafts (\Draft $Mine) "17-Jul-1996 02:44:25 -0700" {21}
        S: + Send the message
        C: Subject: by hand
        C: 
        C: 
        S: a1 OK [APPENDUID 1700000002 1] Added
        C: a2 APPEND Nowhere {5}
        S: a2 NO [TRYCREATE] There is no such mailbox
        C: a3 APPEND Nowhere {6+}
        C: abcd
        C: 
        S: a3 NO [TRYCREATE] There is no such mailbox
        C: a4 APPEND Drafts {52428801}
        S: a4 NO [TOOBIG] ...
        C: a5 APPEND Drafts UTF8 (~{14+}
        C: Subject: ål
        C: )
        S: a5 OK [APPENDUID 1700000002 2] Added
        C: a6 APPEND Drafts (\Draft {10+}
        C: 12345678
        C: 
        S: a6 BAD ...
    )");
    client.send(std::string("a7 APPEND Drafts {3+}\r\na\0b\r\n", 28));
    play(client, "S: a7 BAD ...\n");
    client.send(std::string("a8 APPEND Drafts ~{3+}\r\na\0b\r\n", 29));
    play(client, R"(
        S: a8 OK [APPENDUID 1700000002 3] Added
        C: a9 APPEND Drafts {2+}
        C: ab more
        S: a9 BAD ...
        C: b1 EXAMINE Drafts
    )");
    skip_to(client, "b1 ");
    play(client, R"(
        C: b2 FETCH 1 (FLAGS INTERNALDATE RFC822.SIZE)
        S: * 1 FETCH (FLAGS (\Draft $Mine) INTERNALDATE "17-Jul-1996 02:44:25 -0700" RFC822.SIZE 21)
        S: b2 OK Fetched
        C: b3 FETCH 3 BODY[]
    )");
    EXPECT_EQ(client.line(), "* 3 FETCH (BODY[] {3}\r\n");
    EXPECT_EQ(client.line(), "a\x80" "b)\r\n");
}

TEST(Append, IsHeldToQuotaAndLimit) {
    Settings settings;
    settings.message_octets = 1000;
    House house(settings, 2000);
    auto client = house.sign_in();
    const std::string message(900, 'x');
    client.send("a1 APPEND INBOX {900+}\r\n" + message + "\r\n");
    play(client, "S: a1 OK ...\n");
    client.send("a2 APPEND INBOX {900+}\r\n" + message + "\r\n");
    play(client, "S: a2 OK ...\n");
    client.send("a3 APPEND INBOX {900+}\r\n" + message + "\r\n");
    play(client, "S: a3 NO [OVERQUOTA] ...\n");
    client.send("a4 APPEND INBOX {1001+}\r\n" + std::string(1001, 'x') + "\r\na5 NOOP\r\n");
    play(client, R"(
        S: a4 NO [TOOBIG] ...
        S: a5 OK Done
    )");
    client.send("a6 APPEND INBOX {5000+}\r\n");
    play(client, R"(
        S: a6 NO [TOOBIG] ...
        S: * BYE ...
    )");
    EXPECT_TRUE(client.is_closed());
}

// One budget for all that receive: RFC 5530 3, UNAVAILABLE.
TEST(Append, SaysLaterWhenTheMemoryForMessagesIsSpent) {
    Settings settings;
    settings.message_octets = 1000;
    House house(settings);
    auto client = house.sign_in();
    net::MemoryBudget::Lease others(house.budget);
    ASSERT_TRUE(others.cover(net::MemoryBudget::kDefault));
    client.send("a1 APPEND INBOX {900}\r\n");
    play(client, "S: a1 NO [UNAVAILABLE] ...\n");  // and no "+"
    client.send("a2 APPEND INBOX {900+}\r\n" + std::string(900, 'x') + "\r\na3 NOOP\r\n");
    play(client, R"(
        S: a2 NO [UNAVAILABLE] ...
        S: a3 OK Done
    )");
    others.release();
    client.send("a4 APPEND INBOX {900+}\r\n" + std::string(900, 'x') + "\r\na5 NOOP\r\n");
    play(client, R"(
        S: a4 OK ...
        S: a5 OK Done
    )");
    EXPECT_EQ(house.budget.used(), 0U);
}

}  // namespace
}  // namespace postvern::services::imap
