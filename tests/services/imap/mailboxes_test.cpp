// Mailboxes and their names, as transcripts.
#include <gtest/gtest.h>

#include "tests/services/imap/house.hpp"

namespace postvern::services::imap {
namespace {

TEST(Mailboxes, AreListedWithTheirUses) {
    House house;
    auto client = house.sign_in();
    play(client, R"(
        C: a1 LIST "" *
        S: * LIST (\HasNoChildren) "/" INBOX
        S: * LIST (\HasNoChildren \Archive) "/" Archive
        S: * LIST (\HasNoChildren \Drafts) "/" Drafts
        S: * LIST (\HasNoChildren \Junk) "/" Junk
        S: * LIST (\HasNoChildren \Sent) "/" Sent
        S: * LIST (\HasNoChildren \Trash) "/" Trash
        S: a1 OK Listed
        C: a2 LIST "" ""
        S: * LIST (\Noselect) "/" ""
        S: a2 OK Listed
        C: a3 NAMESPACE
        S: * NAMESPACE (("" "/")) NIL NIL
        S: a3 OK ...
        C: a4 LIST (SPECIAL-USE) "" ("S*" "T*") RETURN (STATUS (MESSAGES SIZE))
        S: * LIST (\HasNoChildren \Sent) "/" Sent
        S: * STATUS Sent (MESSAGES 0 SIZE 0)
        S: * LIST (\HasNoChildren \Trash) "/" Trash
        S: * STATUS Trash (MESSAGES 0 SIZE 0)
        S: a4 OK Listed
    )");
}

TEST(Mailboxes, AreMadeRenamedAndDeleted) {
    House house;
    auto client = house.sign_in();
    play(client, R"(
        C: a1 CREATE Work/2024/
        S: a1 OK Created
        C: a2 CREATE Work/2024
        S: a2 NO [ALREADYEXISTS] There is a mailbox of that name
        C: a3 LIST "Work" *
        S: * LIST (\HasChildren) "/" Work
        S: * LIST (\HasNoChildren) "/" Work/2024
        S: a3 OK Listed
        C: a4 RENAME Work Play
        S: a4 OK Renamed
        C: a5 DELETE Play
        S: a5 OK Deleted
        C: a6 LIST "" P*
        S: * LIST (\Noselect \HasChildren) "/" Play
        S: * LIST (\HasNoChildren) "/" Play/2024
        S: a6 OK Listed
        C: a7 SELECT Play
        S: a7 NO [NONEXISTENT] No such mailbox
        C: a8 DELETE Play
        S: a8 NO [CANNOT] ...
        C: a9 DELETE INBOX
        S: a9 NO [CANNOT] ...
        C: b1 DELETE Nowhere
        S: b1 NO [NONEXISTENT] No such mailbox
        C: b2 CREATE "a//b"
        S: b2 NO [CANNOT] ...
        C: b3 CREATE Old (USE (\All))
        S: b3 NO [USEATTR] ...
        C: b4 CREATE Spam (USE (\Junk))
        S: b4 NO [USEATTR] ...
        C: b5 DELETE Junk
        S: b5 OK Deleted
        C: b6 CREATE Spam (USE (\Junk))
        S: b6 OK Created
        C: b7 LIST (SPECIAL-USE) "" S%
        S: * LIST (\HasNoChildren \Sent) "/" Sent
        S: * LIST (\HasNoChildren \Junk) "/" Spam
        S: b7 OK Listed
    )");
}

TEST(Mailboxes, TravelInTheEncodingThatTheClientSpeaks) {
    House house;
    auto old = house.sign_in();
    play(old, R"(
        C: a1 CREATE Bl&AOU-b&AOY-r
        S: a1 OK Created
        C: a2 LIST "" Bl*
        S: * LIST (\HasNoChildren) "/" Bl&AOU-b&AOY-r
        S: a2 OK Listed
        C: a3 CREATE "caf&"
        S: a3 BAD ...
    )");
    auto modern = house.sign_in();
    play(modern, R"(
        C: a1 ENABLE IMAP4rev2 NONSENSE
        S: * ENABLED IMAP4rev2
        S: a1 OK Enabled
        C: a2 ENABLE UTF8=ACCEPT
        S: * ENABLED
        S: a2 OK Enabled
        C: a3 LIST "" Bl*
    )");
    EXPECT_EQ(modern.line(), "* LIST (\\HasNoChildren) \"/\" \"Bl\xC3\xA5" "b\xC3\xA6r\"\r\n");
}

TEST(Mailboxes, AreFoundInWhateverFormTheirAccentsAreComposed) {
    House house;
    auto client = house.sign_in();
    const std::string composed = "\xC3\xA5";
    const std::string decomposed = "a\xCC\x8A";
    play(client, R"(
        C: a1 ENABLE IMAP4rev2
        S: * ENABLED IMAP4rev2
        S: a1 OK Enabled
    )");
    play(client, "C: a2 CREATE \"" + composed + "\"\nS: a2 OK Created\n");
    play(client, "C: a3 CREATE \"" + decomposed + "\"\nS: a3 NO [ALREADYEXISTS] ...\n");
    play(client, "C: a4 LIST \"\" \"" + decomposed + "\"\nS: * LIST (\\HasNoChildren) \"/\" \"" +
                     composed + "\"\nS: a4 OK Listed\n");
    play(client, "C: a5 SUBSCRIBE \"" + decomposed + "\"\nS: a5 OK Subscribed\n");
    play(client, "C: a6 STATUS \"" + decomposed + "\" (MESSAGES)\nS: * STATUS \"" + composed +
                     "\" (MESSAGES 0)\nS: a6 OK ...\n");
    play(client, "C: a7 RENAME \"" + decomposed + "\" other\nS: * LIST () \"/\" other (\"OLDNAME\" (\"" +
                     decomposed + "\"))\nS: a7 OK Renamed\n");
}

TEST(Mailboxes, AreSubscribedTo) {
    House house;
    auto client = house.sign_in();
    play(client, R"(
        C: a1 CREATE Fruit/Apple
        S: a1 OK Created
        C: a2 SUBSCRIBE Fruit/Apple
        S: a2 OK Subscribed
        C: a3 SUBSCRIBE Fruit/Peach
        S: a3 OK Subscribed
        C: a4 SUBSCRIBE Inbox
        S: a4 OK Subscribed
        C: a5 LIST (SUBSCRIBED) "" *
        S: * LIST (\HasNoChildren \Subscribed) "/" INBOX
        S: * LIST (\HasNoChildren \Subscribed) "/" Fruit/Apple
        S: * LIST (\NonExistent \Subscribed) "/" Fruit/Peach
        S: a5 OK Listed
        C: a6 LIST (SUBSCRIBED RECURSIVEMATCH) "" %
        S: * LIST (\HasNoChildren \Subscribed) "/" INBOX
        S: * LIST (\HasChildren) "/" Fruit ("CHILDINFO" ("SUBSCRIBED"))
        S: a6 OK Listed
        C: a7 LIST "" F% RETURN (SUBSCRIBED CHILDREN)
        S: * LIST (\HasChildren) "/" Fruit
        S: a7 OK Listed
        C: a8 LSUB "" %
        S: * LSUB () "/" INBOX
        S: * LSUB (\Noselect) "/" Fruit
        S: a8 OK Listed
        C: a9 UNSUBSCRIBE Fruit/Peach
        S: a9 OK Unsubscribed
        C: b1 LSUB "" *
        S: * LSUB () "/" INBOX
        S: * LSUB () "/" Fruit/Apple
        S: b1 OK Listed
        C: b2 LIST (RECURSIVEMATCH) "" *
        S: b2 BAD ...
    )");
}

TEST(Mailboxes, TellTheirStatusAndTheQuota) {
    House house;
    house.deliver("one");
    auto client = house.sign_in();
    play(client, R"(
        C: a1 STATUS INBOX (MESSAGES UIDNEXT UIDVALIDITY UNSEEN DELETED SIZE RECENT APPENDLIMIT)
        S: * STATUS INBOX (MESSAGES 1 UIDNEXT 2 UIDVALIDITY 1700000001 UNSEEN 1 DELETED 0 SIZE 113 RECENT 0 APPENDLIMIT 52428800)
        S: a1 OK ...
        C: b1 STATUS INBOX (MESSAGES HIGHESTMODSEQ)
        S: b1 BAD ...
        C: a2 STATUS Nowhere (MESSAGES)
        S: a2 NO [NONEXISTENT] No such mailbox
        C: a3 GETQUOTAROOT INBOX
        S: * QUOTAROOT INBOX ""
        S: * QUOTA "" (STORAGE 1 1048576)
        S: a3 OK ...
        C: a4 GETQUOTA ""
        S: * QUOTA "" (STORAGE 1 1048576)
        S: a4 OK ...
        C: a5 GETQUOTA "elsewhere"
        S: a5 NO [NONEXISTENT] ...
        C: a6 SETQUOTA "" (STORAGE 1)
        S: a6 NO [NOPERM] ...
        C: a7 SELECT INBOX
    )");
    skip_to(client, "a7 ");
    play(client, R"(
        C: a8 STORE 1 +FLAGS.SILENT (\Deleted)
        S: a8 OK Stored
        C: a9 STATUS INBOX (DELETED DELETED-STORAGE)
        S: * STATUS INBOX (DELETED 1 DELETED-STORAGE 113)
        S: a9 OK ...
    )");
}

}  // namespace
}  // namespace postvern::services::imap
