// SELECT, FETCH, STORE, SEARCH, COPY, MOVE, EXPUNGE and APPEND, as transcripts.
#include <gtest/gtest.h>

#include "tests/services/imap/house.hpp"

namespace postvern::services::imap {
namespace {

constexpr const char* kMultipart =
    "From: =?UTF-8?Q?Bj=C3=B8rn?= <bjorn@fjell.example>\r\n"
    "To: alice@example.org\r\n"
    "Date: Tue, 14 Nov 2023 12:00:00 +0100\r\n"
    "Subject: two parts\r\n"
    "MIME-Version: 1.0\r\n"
    "Content-Type: multipart/mixed; boundary=b\r\n"
    "X-Rare: yes\r\n"
    "\r\n"
    "--b\r\n"
    "Content-Type: text/plain\r\n"
    "\r\n"
    "plain part\r\n"
    "--b\r\n"
    "Content-Type: application/octet-stream\r\n"
    "Content-Transfer-Encoding: base64\r\n"
    "\r\n"
    "AAECAw==\r\n"
    "--b--\r\n";

TEST(Select, TellsRev1AndRev2ClientsWhatTheyExpect) {
    House house;
    house.deliver("one");
    house.deliver("two");
    auto client = house.sign_in();
    play(client, R"(
        C: a1 SELECT INBOX
        S: * FLAGS (\Answered \Flagged \Deleted \Seen \Draft)
        S: * OK [PERMANENTFLAGS (\Answered \Flagged \Deleted \Seen \Draft \*)] Flags that stay
        S: * 2 EXISTS
        S: * 0 RECENT
        S: * OK [UNSEEN 1] First unseen
        S: * OK [UIDVALIDITY 1700000001] UIDs valid
        S: * OK [UIDNEXT 3] Predicted next UID
        S: a1 OK [READ-WRITE] Selected
        C: a2 CHECK
        S: a2 OK ...
        C: a3 EXAMINE Nowhere
        S: * OK [CLOSED] ...
        S: a3 NO [NONEXISTENT] No such mailbox
        C: a4 CHECK
        S: a4 BAD Not in this state
        C: a5 ENABLE IMAP4rev2
        S: * ENABLED IMAP4rev2
        S: a5 OK Enabled
        C: a6 EXAMINE INBOX
        S: * FLAGS (\Answered \Flagged \Deleted \Seen \Draft)
        S: * OK [PERMANENTFLAGS ()] Flags that stay
        S: * 2 EXISTS
        S: * LIST () "/" INBOX
        S: * OK [UIDVALIDITY 1700000001] UIDs valid
        S: * OK [UIDNEXT 3] Predicted next UID
        S: a6 OK [READ-ONLY] Selected
        C: a7 STORE 1 FLAGS (\Seen)
        S: a7 NO The mailbox is open for reading only
        C: a8 FETCH 1 BODY[HEADER.FIELDS (SUBJECT)]
        S: * 1 FETCH (BODY[HEADER.FIELDS (SUBJECT)] {16}
        S: Subject: one
        S: 
        S: )
        S: a8 OK Fetched
        C: a9 UNSELECT
        S: a9 OK Closed
        C: b1 SELECT INBOX (CONDSTORE)
        S: b1 BAD ...
    )");
}

TEST(Fetch, AnswersFromStateSummaryAndContent) {
    House house;
    house.deliver("one", "Hello.\r\n");
    auto client = house.open_inbox();
    play(client, R"(
        C: a1 FETCH 1 FAST
        S: * 1 FETCH (FLAGS () INTERNALDATE "14-Nov-2023 23:13:20 +0100" RFC822.SIZE 113)
        S: a1 OK Fetched
        C: a2 UID FETCH 1:* (ENVELOPE)
        S: * 1 FETCH (UID 1 ENVELOPE (NIL "one" (("Kari" NIL "kari" "fjell.example")) (("Kari" NIL "kari" "fjell.example")) (("Kari" NIL "kari" "fjell.example")) ((NIL NIL "alice" "example.org")) NIL NIL NIL "<one@fjell.example>"))
        S: a2 OK Fetched
        C: a3 FETCH 1 (BODYSTRUCTURE UID)
        S: * 1 FETCH (BODYSTRUCTURE ("TEXT" "PLAIN" ("CHARSET" "us-ascii") NIL NIL "7BIT" 8 1 NIL NIL NIL NIL) UID 1)
        S: a3 OK Fetched
        C: a4 FETCH 1 BODY.PEEK[TEXT]
        S: * 1 FETCH (BODY[TEXT] {8}
        S: Hello.
        S: )
        S: a4 OK Fetched
        C: a5 FETCH 1 BODY[TEXT]<2.3>
        S: * 1 FETCH (FLAGS (\Seen) BODY[TEXT]<2> {3}
        S: llo)
        S: a5 OK Fetched
        C: a6 FETCH 1 RFC822.TEXT
        S: * 1 FETCH (RFC822.TEXT {8}
        S: Hello.
        S: )
        S: a6 OK Fetched
        C: a7 FETCH 2 FLAGS
        S: a7 BAD There is no message of that sequence number
        C: a8 UID FETCH 7:9 FLAGS
        S: a8 OK ...
        C: a9 FETCH 1 (FLAGS BODY.PEEK[9])
        S: * 1 FETCH (FLAGS (\Seen) BODY[9] NIL)
        S: a9 OK Fetched
    )");
}

TEST(Fetch, CutsAndDecodesParts) {
    House house;
    house.deliver_message(kMultipart);
    auto client = house.open_inbox();
    play(client, R"(
        C: a1 FETCH 1 (BODY.PEEK[1] BODY.PEEK[2.MIME])
        S: * 1 FETCH (BODY[1] {10}
        S: plain part BODY[2.MIME] {77}
        S: Content-Type: application/octet-stream
        S: Content-Transfer-Encoding: base64
        S: 
        S: )
        S: a1 OK Fetched
        C: a2 FETCH 1 (BINARY.SIZE[2] BINARY.PEEK[1])
        S: * 1 FETCH (BINARY.SIZE[2] 4 BINARY[1] {10}
        S: plain part)
        S: a2 OK Fetched
        C: a3 FETCH 1 (BODY.PEEK[HEADER.FIELDS (X-RARE)])
        S: * 1 FETCH (BODY[HEADER.FIELDS (X-RARE)] {15}
        S: X-Rare: yes
        S: 
        S: )
        S: a3 OK Fetched
        C: a4 FETCH 1 BINARY[2]
        S: * 1 FETCH (FLAGS (\Seen) BINARY[2] ~{4}
    )");
    EXPECT_EQ(client.exactly(4), std::string("\0\1\2\3", 4));
    play(client, R"(
        S: )
        S: a4 OK Fetched
    )");
}

TEST(Fetch, SendsManyAndLargeMessagesWhole) {
    House house;
    const std::string large(700'000, 'x');
    for (int i = 0; i < 150; ++i) house.deliver("small", "number " + std::to_string(i) + "\r\n");
    house.deliver("large", large + "\r\n");
    auto client = house.open_inbox();
    client.send("a1 FETCH 1:* BODY.PEEK[TEXT]\r\n");
    for (int i = 0; i < 150; ++i) {
        const auto text = "number " + std::to_string(i) + "\r\n";
        ASSERT_EQ(client.line(), "* " + std::to_string(i + 1) + " FETCH (BODY[TEXT] {" +
                                     std::to_string(text.size()) + "}\r\n");
        ASSERT_EQ(client.line(), text);
        ASSERT_EQ(client.line(), ")\r\n");
    }
    ASSERT_EQ(client.line(), "* 151 FETCH (BODY[TEXT] {700002}\r\n");
    ASSERT_EQ(client.exactly(700'002), large + "\r\n");
    play(client, R"(
        S: )
        S: a1 OK Fetched
    )");
}

TEST(Store, ChangesFlagsAndKeywords) {
    House house;
    house.deliver("one");
    house.deliver("two");
    auto client = house.open_inbox();
    play(client, R"(
        C: a1 STORE 1:2 +FLAGS (\Flagged)
        S: * 1 FETCH (FLAGS (\Flagged))
        S: * 2 FETCH (FLAGS (\Flagged))
        S: a1 OK Stored
        C: a2 UID STORE 2 FLAGS ($Forwarded \Seen)
        S: * FLAGS (\Answered \Flagged \Deleted \Seen \Draft $Forwarded)
        S: * OK [PERMANENTFLAGS (\Answered \Flagged \Deleted \Seen \Draft $Forwarded \*)] Flags that stay
        S: * 2 FETCH (UID 2 FLAGS (\Seen $Forwarded))
        S: a2 OK Stored
        C: a3 STORE 1 -FLAGS.SILENT (\Flagged)
        S: a3 OK Stored
        C: a4 FETCH 1:2 FLAGS
        S: * 1 FETCH (FLAGS ())
        S: * 2 FETCH (FLAGS (\Seen $Forwarded))
        S: a4 OK Fetched
        C: a5 STORE 1 FLAGS \Recent
        S: a5 BAD ...
        C: a6 SEARCH KEYWORD $forwarded UNKEYWORD $Other
        S: * SEARCH 2
        S: a6 OK Searched
    )");
}

TEST(Search, LooksAtStateHeaderAndText) {
    House house;
    house.deliver("Breakfast", "bread and cheese\r\n");
    house.deliver_message(kMultipart);
    house.deliver("Dinner", "fish \xC3\x85l\r\n");
    auto client = house.open_inbox();
    play(client, R"(
        C: a1 SEARCH ALL
        S: * SEARCH 1 2 3
        S: a1 OK Searched
        C: a2 SEARCH SUBJECT dinn
        S: * SEARCH 3
        S: a2 OK Searched
        C: a3 UID SEARCH OR BODY cheese HEADER X-Rare ""
        S: * SEARCH 1 2
        S: a3 OK Searched
        C: a4 SEARCH CHARSET UTF-8 TEXT {3+}
        C: ål
        S: * SEARCH 3
        S: a4 OK Searched
        C: a5 SEARCH CHARSET KOI8-R TEXT x
        S: a5 NO [BADCHARSET (US-ASCII UTF-8)] ...
        C: a6 SEARCH RETURN (MIN MAX COUNT ALL) NOT FROM bj
        S: * ESEARCH (TAG "a6") MIN 1 MAX 3 COUNT 2 ALL 1,3
        S: a6 OK Searched
        C: a7 SEARCH RETURN (SAVE) LARGER 300
        S: a7 OK Searched
        C: a8 UID FETCH $ FLAGS
        S: * 2 FETCH (UID 2 FLAGS ())
        S: a8 OK Fetched
        C: a9 UID SEARCH RETURN (COUNT) UID $
        S: * ESEARCH (TAG "a9") UID COUNT 1
        S: a9 OK Searched
        C: b1 SEARCH SENTON 14-Nov-2023
        S: * SEARCH 2
        S: b1 OK Searched
        C: b2 SEARCH ON 14-Nov-2023 BEFORE 15-Nov-2023 SINCE 1-Jan-2020
        S: * SEARCH 1 2 3
        S: b2 OK Searched
        C: b3 SEARCH UNSEEN NOT DELETED OLD NOT RECENT 2:*
        S: * SEARCH 2 3
        S: b3 OK Searched
        C: b4 SEARCH SUBJECT nothing
        S: * SEARCH
        S: b4 OK Searched
        C: b5 SEARCH 7
        S: b5 BAD ...
    )");
    auto modern = house.sign_in();
    play(modern, R"(
        C: a1 ENABLE IMAP4rev2
        S: * ENABLED IMAP4rev2
        S: a1 OK Enabled
        C: a2 SELECT INBOX
    )");
    skip_to(modern, "a2 ");
    play(modern, R"(
        C: a3 UID SEARCH 1:2
        S: * ESEARCH (TAG "a3") UID ALL 1:2
        S: a3 OK Searched
        C: a4 SEARCH SUBJECT nothing
        S: * ESEARCH (TAG "a4")
        S: a4 OK Searched
    )");
}

TEST(CopyAndMove, TellTheNewUids) {
    House house;
    for (const auto* subject : {"one", "two", "three"}) house.deliver(subject);
    auto client = house.open_inbox();
    play(client, R"(
        C: a1 COPY 2:3 Archive
        S: a1 OK [COPYUID 1700000006 2:3 1:2] Copied
        C: a2 UID COPY 1 Nowhere
        S: a2 NO [TRYCREATE] There is no such mailbox
        C: a3 MOVE 1 Archive
        S: * OK [COPYUID 1700000006 1 3] Moved
        S: * 1 EXPUNGE
        S: a3 OK Moved
        C: a4 UID MOVE 9 Archive
        S: a4 OK Nothing to move
        C: a5 STATUS Archive (MESSAGES)
        S: * STATUS Archive (MESSAGES 3)
        S: a5 OK ...
        C: a6 FETCH 1 UID
        S: * 1 FETCH (UID 2)
        S: a6 OK Fetched
    )");
}

TEST(Expunge, RemovesWhatIsFlaggedDeleted) {
    House house;
    for (int i = 0; i < 4; ++i) house.deliver("message");
    auto client = house.open_inbox();
    play(client, R"(
        C: a1 STORE 1,2,4 +FLAGS.SILENT (\Deleted)
        S: a1 OK Stored
        C: a2 UID EXPUNGE 2:3
        S: * 2 EXPUNGE
        S: a2 OK Expunged
        C: a3 EXPUNGE
        S: * 3 EXPUNGE
        S: * 1 EXPUNGE
        S: a3 OK Expunged
        C: a4 STORE 1 +FLAGS.SILENT \Deleted
        S: a4 OK Stored
        C: a5 CLOSE
        S: a5 OK Closed
        C: a6 STATUS INBOX (MESSAGES)
        S: * STATUS INBOX (MESSAGES 0)
        S: a6 OK ...
    )");
}

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

constexpr const char* kUnknownEncoding =
    "Subject: odd\r\n"
    "MIME-Version: 1.0\r\n"
    "Content-Transfer-Encoding: x-uuencode\r\n"
    "\r\n"
    "begin 644 x\r\n";

// RFC 9051 6.4.5, RFC 3516 4.3: no false size, no NIL, and nothing was read.
TEST(Binary, OfAnUnknownEncodingIsRefusedWithoutATrace) {
    House house;
    house.deliver("one");
    house.deliver_message(kUnknownEncoding);
    auto client = house.open_inbox();
    play(client, R"(
        C: a1 FETCH 2 (UID BINARY.SIZE[1])
        S: a1 NO [UNKNOWN-CTE] An encoding is not known
        C: a2 FETCH 1:2 BINARY[1]
        S: * 1 FETCH (FLAGS (\Seen) BINARY[1] {8}
        S: Hello.
        S: )
        S: a2 NO [UNKNOWN-CTE] An encoding is not known
        C: a3 FETCH 2 (FLAGS BINARY.PEEK[7])
        S: * 2 FETCH (FLAGS () BINARY[7] NIL)
        S: a3 OK Fetched
        C: a4 FETCH 2 (FLAGS BINARY.SIZE[])
        S: * 2 FETCH (FLAGS () BINARY.SIZE[] 87)
        S: a4 OK Fetched
    )");
}

// RFC 9051 7.1, LIMIT: an operational limit, not a thing that can never be.
TEST(Store, SaysThatTheKeywordsAreSpent) {
    House house;
    house.deliver("one");
    auto client = house.open_inbox();
    std::string most;
    for (int i = 0; i < 64; ++i) most += " k" + std::to_string(i);
    client.send("a1 STORE 1 +FLAGS.SILENT (" + most.substr(1) + ")\r\n");
    skip_to(client, "a1 OK");
    play(client, R"(
        C: a2 STORE 1 +FLAGS.SILENT (one-more)
        S: a2 NO [LIMIT] ...
    )");
}

// RFC 9051 9: sequence-set =/ seq-last-command.
TEST(SavedResult, MayEndAListOfNumbers) {
    House house;
    for (int i = 0; i < 6; ++i) house.deliver(i == 5 ? "last" : "other");
    auto client = house.open_inbox();
    play(client, R"(
        C: a1 SEARCH RETURN (SAVE) SUBJECT last
        S: a1 OK Searched
        C: a2 SEARCH 1,2:4,$
        S: * SEARCH 1 2 3 4 6
        S: a2 OK Searched
        C: a3 UID FETCH 3,$ UID
        S: * 3 FETCH (UID 3)
        S: * 6 FETCH (UID 6)
        S: a3 OK Fetched
        C: a4 FETCH 7,$ UID
        S: a4 BAD There is no message of that sequence number
        C: a5 FETCH $,1 UID
        S: a5 BAD ...
    )");
}

}  // namespace
}  // namespace postvern::services::imap
