// OLDNAME tells a rev2 client that the server writes a name otherwise than it did: RFC 9051 6.3.2,
// 6.3.9.7.
#include <gtest/gtest.h>

#include "tests/services/imap/house.hpp"

namespace postvern::services::imap {
namespace {

net::Client rev2_client(const House& house) {
    auto client = house.sign_in();
    client.send("r1 ENABLE IMAP4rev2\r\n");
    skip_to(client, "r1 ");
    return client;
}

TEST(OldName, ComesWithSelectAndExamine) {
    House house;
    auto client = rev2_client(house);
    for (const char* command : {"SELECT", "EXAMINE"}) {
        client.send(std::string("a1 ") + command + " inbox\r\n");
        skip_to(client, "* 0 EXISTS");
        play(client, "S: * LIST () \"/\" INBOX (\"OLDNAME\" (\"inbox\"))");
        skip_to(client, "a1 OK");
    }
    client.send("a2 SELECT INBOX\r\n");
    skip_to(client, "* 0 EXISTS");
    play(client, "S: * LIST () \"/\" INBOX");
}

TEST(OldName, ComesWithEveryNameThatIsComposedOtherwise) {
    House house;
    auto client = rev2_client(house);
    // "å" as a letter and a combining ring, which becomes one letter.
    play(client,
         "C: a1 CREATE \"Bla\xCC\x8A\"\n"
         "S: * LIST () \"/\" \"Bl\xC3\xA5\" (\"OLDNAME\" (\"Bla\xCC\x8A\"))\n"
         "S: a1 OK Created\n"
         "C: a2 APPEND \"Bla\xCC\x8A\" {3+}\n"
         "C: abc\n"
         "S: * LIST () \"/\" \"Bl\xC3\xA5\" (\"OLDNAME\" (\"Bla\xCC\x8A\"))\n"
         "S: a2 OK ...\n"
         "C: a3 RENAME \"Bla\xCC\x8A\" Grey\n"
         "S: * LIST () \"/\" Grey (\"OLDNAME\" (\"Bla\xCC\x8A\"))\n"
         "S: a3 OK Renamed\n"
         "C: a4 RENAME Grey \"Ra\xCC\x8A\"\n"
         "S: * LIST () \"/\" \"R\xC3\xA5\" (\"OLDNAME\" (\"Grey\"))\n"
         "S: a4 OK Renamed\n"
         "C: a5 DELETE \"Ra\xCC\x8A\"\n"
         "S: * LIST (\\NonExistent) \"/\" \"R\xC3\xA5\" (\"OLDNAME\" (\"Ra\xCC\x8A\"))\n"
         "S: a5 OK Deleted\n");
}

TEST(OldName, ComesWithTheSameNameNeverAndToRev1ClientsNever) {
    House house;
    auto modern = rev2_client(house);
    play(modern, R"(
        C: a1 CREATE Same/
        S: a1 OK Created
        C: a2 RENAME Same Other
        S: a2 OK Renamed
        C: a3 DELETE Other
        S: a3 OK Deleted
    )");
    auto old = house.sign_in();
    play(old, R"(
        C: a1 CREATE inbox/Sub
        S: a1 OK Created
    )");
}

}  // namespace
}  // namespace postvern::services::imap
