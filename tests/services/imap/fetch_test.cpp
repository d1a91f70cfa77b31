// SELECT and FETCH, as transcripts.
#include <gtest/gtest.h>

#include "tests/services/imap/house.hpp"

namespace postvern::services::imap {
namespace {

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

// RFC 9051 6.4.5, RFC 3516 4.3: no false size, no NIL, and nothing was read.
constexpr const char* kUnknownEncoding =
    "Subject: odd\r\n"
    "MIME-Version: 1.0\r\n"
    "Content-Transfer-Encoding: x-uuencode\r\n"
    "\r\n"
    "begin 644 x\r\n";

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

}  // namespace
}  // namespace postvern::services::imap
