// STORE, COPY, MOVE and EXPUNGE, as transcripts.
#include <gtest/gtest.h>

#include "tests/services/imap/house.hpp"

namespace postvern::services::imap {
namespace {

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

}  // namespace
}  // namespace postvern::services::imap
