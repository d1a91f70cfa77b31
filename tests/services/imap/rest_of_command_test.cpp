// What a refused command still has on its way is never taken for a command: RFC 7888 4.
#include <gtest/gtest.h>

#include "tests/services/imap/house.hpp"

namespace postvern::services::imap {
namespace {

// 21 octets that delete a mailbox where they are carried out.
constexpr const char* kInjected = "x2 DELETE Trash\r\n    ";

void expect_trash_is_there(net::Client& client) {
    play(client, R"(
        C: x9 LIST "" Trash
        S: * LIST (\HasNoChildren \Trash) "/" Trash
        S: x9 OK ...
    )");
}

TEST(RestOfACommand, BehindAMessageIsDropped) {
    House house;
    auto client = house.sign_in();
    client.send(std::string("x1 APPEND INBOX {3+}\r\nabc {21+}\r\n") + kInjected + " {21+}\r\n" +
                kInjected + "\r\nx3 NOOP\r\n");
    play(client, R"(
        S: x1 BAD The command goes on behind its message
        S: x3 OK Done
    )");
    expect_trash_is_there(client);
}

TEST(RestOfACommand, BehindARefusedMessageIsDropped) {
    House house;
    auto client = house.sign_in();
    for (const char* refused : {"x1 APPEND Nowhere {3+}\r\n", "x1 APPEND INBOX (\\Seen {3+}\r\n"}) {
        client.send(std::string(refused) + "abc {21+}\r\n" + kInjected + "\r\nx3 NOOP\r\n");
        skip_to(client, "x1 ");
        play(client, "S: x3 OK Done");
    }
    expect_trash_is_there(client);
}

TEST(RestOfACommand, InPlaceOfDoneIsDropped) {
    House house;
    auto client = house.open_inbox();
    const std::string longer(600, 'x');  // than any line that IDLE takes
    for (const std::string& line : {std::string("x1 APPEND INBOX"), longer}) {
        client.send("i1 IDLE\r\n" + line + " {21+}\r\n" + kInjected + "\r\nx3 NOOP\r\n");
        play(client, R"(
            S: + Idling
            S: i1 BAD DONE ends IDLE
            S: x3 OK Done
        )");
    }
    expect_trash_is_there(client);
}

TEST(RestOfACommand, InPlaceOfAResponseIsDropped) {
    House house;
    auto client = house.connect_with_tls();
    const std::string login = std::string("x2 LOGIN ") + kAlice + " \"" + kPassword + "\"\r\n";
    client.send("a1 AUTHENTICATE PLAIN\r\nx1 LOGIN {" + std::to_string(login.size()) + "+}\r\n" + login +
                "\r\nx3 NOOP\r\nx4 LIST \"\" *\r\n");
    play(client, R"(
        S: + 
        S: a1 BAD The response is not base64
        S: x3 OK Done
        S: x4 BAD Not in this state
    )");
}

TEST(RestOfACommand, EndsTheConnectionWhereItsEndIsTooFar) {
    House house;
    auto client = house.sign_in();
    client.send("x1 APPEND INBOX {3+}\r\nabc {99999999+}\r\nx2 DELETE Trash\r\n");
    play(client, "S: * BYE What follows cannot be read\nS: x1 BAD ...");
    EXPECT_TRUE(client.is_closed());
}

// RFC 9051 4.3: what is not asked for is not sent.
TEST(RestOfACommand, IsNotAwaitedWhereItWasToBeAskedFor) {
    House house;
    auto client = house.sign_in();
    client.send("x1 APPEND INBOX {3+}\r\nabc {21}\r\n");
    play(client, R"(
        S: x1 BAD ...
        C: x3 NOOP
        S: x3 OK Done
    )");
}

}  // namespace
}  // namespace postvern::services::imap
