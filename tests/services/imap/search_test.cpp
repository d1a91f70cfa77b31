// SEARCH and its saved result, as transcripts.
#include <gtest/gtest.h>

#include "tests/services/imap/house.hpp"

namespace postvern::services::imap {
namespace {

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
