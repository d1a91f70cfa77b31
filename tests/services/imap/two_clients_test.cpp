// Two clients on one mailbox, and IDLE: who is told what, and when (RFC 9051 5.2, 7.5.1).
#include <gtest/gtest.h>

#include "tests/services/imap/house.hpp"

namespace postvern::services::imap {
namespace {

TEST(TwoClients, SeeEachOthersChangesWithTheNextCommand) {
    House house;
    house.deliver("one");
    house.deliver("two");
    auto first = house.open_inbox();
    auto second = house.open_inbox();
    play(first, R"(
        C: a1 STORE 1 +FLAGS.SILENT (\Flagged)
        S: a1 OK Stored
    )");
    play(second, R"(
        C: a1 NOOP
        S: * 1 FETCH (FLAGS (\Flagged))
        S: a1 OK Done
        C: a2 NOOP
        S: a2 OK Done
    )");
    house.deliver("three");
    play(first, R"(
        C: a2 NOOP
        S: * 3 EXISTS
        S: a2 OK Done
    )");
    play(second, R"(
        C: a3 NOOP
        S: * 3 EXISTS
        S: a3 OK Done
        C: a4 STORE 1 +FLAGS.SILENT (\Seen)
        S: a4 OK Stored
    )");
    // A silent STORE is not silent about what another did meanwhile.
    play(first, R"(
        C: a3 STORE 1 +FLAGS.SILENT (\Answered)
        S: * 1 FETCH (FLAGS (\Answered \Flagged \Seen))
        S: a3 OK Stored
        C: a4 NOOP
        S: a4 OK Done
    )");
}

TEST(TwoClients, AreNotToldOfRemovalsWhileNumbersCount) {
    House house;
    for (int i = 0; i < 4; ++i) house.deliver("message");
    auto first = house.open_inbox();
    auto second = house.open_inbox();
    play(first, R"(
        C: a1 STORE 2 +FLAGS.SILENT (\Deleted)
        S: a1 OK Stored
        C: a2 EXPUNGE
        S: * 2 EXPUNGE
        S: a2 OK Expunged
    )");
    house.deliver("fifth");
    play(second, R"(
        C: a1 FETCH 4 UID
        S: * 4 FETCH (UID 4)
        S: * 5 EXISTS
        S: a1 OK Fetched
        C: a2 FETCH 2:3 BODY.PEEK[TEXT]
        S: * 3 FETCH (BODY[TEXT] {8}
        S: Hello.
        S: )
        S: a2 NO [EXPUNGEISSUED] Some of the messages are gone
        C: a3 STORE 2 +FLAGS (\Seen)
        S: a3 NO [EXPUNGEISSUED] Some of the messages are gone
        C: a4 COPY 2:3 Archive
        S: * 2 EXPUNGE
        S: a4 NO [EXPUNGEISSUED] Some of the messages are gone
        C: a5 FETCH 4 UID
        S: * 4 FETCH (UID 5)
        S: a5 OK Fetched
        C: a6 UID FETCH 2 BODY.PEEK[TEXT]
        S: a6 OK ...
    )");
}

TEST(Idle, TellsOfChangesAsTheyHappen) {
    House house;
    house.deliver("one");
    auto watcher = house.open_inbox();
    auto other = house.open_inbox();
    play(watcher, R"(
        C: a1 IDLE
        S: + Idling
    )");
    house.deliver("two");
    play(watcher, "S: * 2 EXISTS\n");
    play(other, R"(
        C: a1 NOOP
        S: * 2 EXISTS
        S: a1 OK Done
        C: a2 STORE 1 +FLAGS.SILENT (\Deleted $Label)
    )");
    skip_to(other, "a2 OK");
    play(watcher, R"(
        S: * FLAGS (\Answered \Flagged \Deleted \Seen \Draft $Label)
        S: * OK [PERMANENTFLAGS (\Answered \Flagged \Deleted \Seen \Draft $Label \*)] Flags that stay
        S: * 1 FETCH (FLAGS (\Deleted $Label))
    )");
    play(other, R"(
        C: a3 EXPUNGE
        S: * 1 EXPUNGE
        S: a3 OK Expunged
    )");
    play(watcher, R"(
        S: * 1 EXPUNGE
        C: DONE
        S: a1 OK Idle no more
        C: a2 IDLE
        S: + Idling
        C: NOOP
        S: a2 BAD DONE ends IDLE
        C: a3 FETCH 1 UID
        S: * 1 FETCH (UID 2)
        S: a3 OK Fetched
    )");
}

TEST(Idle, EndsWithTheMailbox) {
    House house;
    auto watcher = house.sign_in();
    auto other = house.sign_in();
    play(other, R"(
        C: a1 CREATE Passing
        S: a1 OK Created
    )");
    watcher.send("a1 SELECT Passing\r\n");
    skip_to(watcher, "a1 OK");
    play(watcher, R"(
        C: a2 IDLE
        S: + Idling
    )");
    play(other, R"(
        C: a2 DELETE Passing
        S: a2 OK Deleted
    )");
    EXPECT_EQ(watcher.line().substr(0, 6), "* BYE ");
    EXPECT_TRUE(watcher.is_closed());
}

// The watch grant is asked for anew when facts change: nobody waits for mail that will not be shown.
TEST(Idle, EndsWithThePermissionToWatch) {
    House house;
    auto& home = house.household;
    auto watcher = house.open_inbox();
    play(watcher, R"(
        C: a2 IDLE
        S: + Idling
    )");
    home.add_account("bob@example.org", "another long word");  // changes nothing for her
    const auto make = [&](policy::AccountState state) {
        home.accounts.set_state(home.ask(home.staff(), policy::Action::administer_accounts,
                                         policy::Resource::of(house.alice)),
                                state);
    };
    make(policy::AccountState::disabled);
    EXPECT_EQ(watcher.line().substr(0, 6), "* BYE ");
    EXPECT_TRUE(watcher.is_closed());

    make(policy::AccountState::open);
    auto again = house.open_inbox();
    play(again, R"(
        C: a2 IDLE
        S: + Idling
    )");
    home.accounts.erase(home.ask(home.staff(), policy::Action::administer_accounts,
                                 policy::Resource::of(house.alice)));
    EXPECT_EQ(again.line().substr(0, 6), "* BYE ");
    EXPECT_TRUE(again.is_closed());
}

TEST(Idle, WorksWithoutAMailboxAndEndsWithTheServer) {
    House house;
    auto client = house.sign_in();
    play(client, R"(
        C: a1 IDLE
        S: + Idling
        C: done
        S: a1 OK Idle no more
        C: a2 IDLE
        S: + Idling
    )");
    house.site.runtime.stop(std::chrono::seconds(2));
    EXPECT_EQ(client.line(), "* BYE The server is stopping, try again\r\n");
}

TEST(Pipelining, RunsCommandsInOrder) {
    House house;
    house.deliver("one");
    auto client = house.open_inbox();
    client.send("a1 STORE 1 +FLAGS.SILENT (\\Seen)\r\na2 FETCH 1 FLAGS\r\na3 APPEND INBOX {4+}\r\nabcd\r\n"
                "a4 SEARCH ALL\r\na5 LOGOUT\r\n");
    play(client, R"(
        S: a1 OK Stored
        S: * 1 FETCH (FLAGS (\Seen))
        S: a2 OK Fetched
        S: * 2 EXISTS
        S: a3 OK [APPENDUID 1700000001 2] Added
        S: * SEARCH 1 2
        S: a4 OK Searched
        S: * BYE Goodbye
        S: a5 OK Signed out
    )");
    EXPECT_TRUE(client.is_closed());
}

}  // namespace
}  // namespace postvern::services::imap
