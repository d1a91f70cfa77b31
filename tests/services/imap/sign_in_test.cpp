// Greeting, TLS, sign-in and what goes wrong with them, as transcripts.
#include <gtest/gtest.h>

#include "tests/services/imap/house.hpp"

namespace postvern::services::imap {
namespace {

TEST(SignInOverImap, OffersNoSecretBeforeTls) {
    House house;
    auto client = house.connect();
    const auto greeting = client.line();
    EXPECT_NE(greeting.find(" STARTTLS LOGINDISABLED "), std::string::npos) << greeting;
    EXPECT_EQ(greeting.find("AUTH="), std::string::npos) << greeting;
    play(client, R"(
        C: a1 LOGIN alice@example.org "seven green ferries"
        S: a1 NO [PRIVACYREQUIRED] Start TLS first
        C: a2 AUTHENTICATE PLAIN AGFsaWNlQGV4YW1wbGUub3JnAHNldmVuIGdyZWVuIGZlcnJpZXM=
        S: a2 NO [PRIVACYREQUIRED] Start TLS first
        C: a3 SELECT INBOX
        S: a3 BAD Not in this state
        C: a4 LOGOUT
        S: * BYE ...
        S: a4 OK ...
    )");
    EXPECT_TRUE(client.is_closed());
}

TEST(SignInOverImap, TakesPlainWithAndWithoutInitialResponse) {
    House house;
    auto first = house.connect_with_tls();
    play(first, R"(
        C: a1 CAPABILITY
        S: * CAPABILITY IMAP4rev2 IMAP4rev1 AUTH=PLAIN SASL-IR ...
        S: a1 OK ...
        C: a2 AUTHENTICATE PLAIN AGFsaWNlQGV4YW1wbGUub3JnAHNldmVuIGdyZWVuIGZlcnJpZXM=
        S: a2 OK [CAPABILITY IMAP4rev2 IMAP4rev1 SASL-IR ...
        C: a3 AUTHENTICATE PLAIN AGFsaWNl
        S: a3 BAD Not in this state
    )");
    auto second = house.connect_with_tls();
    play(second, R"(
        C: a1 AUTHENTICATE PLAIN
        S: + 
        C: *
        S: a1 BAD Cancelled
        C: a2 AUTHENTICATE PLAIN
        S: + 
        C: no base64!
        S: a2 BAD ...
        C: a3 AUTHENTICATE PLAIN
        S: + 
        C: AGFsaWNlQGV4YW1wbGUub3JnAHNldmVuIGdyZWVuIGZlcnJpZXM=
        S: a3 OK ...
    )");
}

TEST(SignInOverImap, GivesOneAnswerToAllThatIsWrong) {
    House house;
    auto client = house.connect_with_tls();
    play(client, R"(
        C: a1 LOGIN alice@example.org wrong
        S: a1 NO [AUTHENTICATIONFAILED] Name or password is wrong
        C: a2 LOGIN nobody@example.org wrong
        S: a2 NO [AUTHENTICATIONFAILED] Name or password is wrong
        C: a3 AUTHENTICATE PLAIN Ym9iAGFsaWNlAHNlY3JldA==
        S: a3 NO [AUTHENTICATIONFAILED] Name or password is wrong
        C: a4 AUTHENTICATE CRAM-MD5
        S: a4 NO [CANNOT] PLAIN is the mechanism
    )");
}

TEST(SignInOverImap, TakesNameAndPasswordInLiterals) {
    House house;
    auto client = house.connect_with_tls();
    client.send("a1 LOGIN {17}\r\n");
    play(client, "S: + Go ahead\n");
    client.send("alice@example.org {19+}\r\nseven green ferries\r\n");
    play(client, "S: a1 OK ...\n");
}

TEST(SignInOverImap, ThrowsAwayWhatCameBehindStartTls) {
    House house;
    auto client = house.connect();
    client.line();
    client.send("a1 STARTTLS\r\na2 NOOP\r\n");
    EXPECT_EQ(client.line(), "a1 OK Go ahead with TLS\r\n");
    ASSERT_TRUE(client.start_tls());
    EXPECT_EQ(client.line(), "* BYE Commands came behind STARTTLS\r\n");
    EXPECT_TRUE(client.is_closed());
    EXPECT_TRUE(house.events.wait_for("commands-behind-starttls"));
}

TEST(SignInOverImap, ClosesAfterTenBadCommandsInARow) {
    House house;
    auto client = house.connect();
    client.line();
    for (int i = 0; i < 9; ++i) {
        client.send("a1 NONSENSE\r\n");
        EXPECT_EQ(client.line().substr(0, 7), "a1 BAD ");
    }
    play(client, R"(
        C: a2 NOOP
        S: a2 OK Done
    )");
    for (int i = 0; i < 10; ++i) {
        client.send("\r\n");
        EXPECT_EQ(client.line().substr(0, 6), "* BAD ");
    }
    EXPECT_EQ(client.line().substr(0, 6), "* BYE ");
    EXPECT_TRUE(client.is_closed());
}

TEST(SignInOverImap, GivesStrangersLittleRoomAndLittleTime) {
    Settings settings;
    settings.until_signed_in = std::chrono::milliseconds(1500);
    House house(settings);
    auto client = house.connect();
    client.line();
    client.send("a1 LOGIN " + std::string(10'000, 'x') + "\r\n");
    EXPECT_EQ(client.line(), "a1 BAD The line is too long\r\n");
    client.send("a2 LOGIN {5000}\r\n");
    EXPECT_EQ(client.line(), "a2 BAD [TOOBIG] The literal is too large\r\n");
    client.send("a3 LOGIN {5000+}\r\n" + std::string(5000, 'x') + " y\r\n");
    EXPECT_EQ(client.line(), "a3 BAD [TOOBIG] The literal is too large\r\n");
    client.send("a4 LOGIN {100}\r\n");  // and nothing more
    EXPECT_EQ(client.line(), "+ Go ahead\r\n");
    EXPECT_EQ(client.line().substr(0, 6), "* BYE ");
    EXPECT_TRUE(client.is_closed());
}

// RFC 7888 4: what a refused line announced is no command.
TEST(SignInOverImap, DropsTheLiteralOfALineThatIsTooLong) {
    House house;
    auto client = house.connect();
    client.line();
    const std::string smuggled = "s1 LOGOUT\r\n";
    client.send("a1 LOGIN " + std::string(10'000, 'x') + " {" + std::to_string(smuggled.size()) +
                "+}\r\n" + smuggled + "\r\na2 NOOP\r\n");
    EXPECT_EQ(client.line(), "a1 BAD The line is too long\r\n");
    EXPECT_EQ(client.line(), "a2 OK Done\r\n");
    // A client that waits for "+" does not get it, and sends its next command.
    client.send("a3 LOGIN " + std::string(10'000, 'x') + " {11}\r\n");
    EXPECT_EQ(client.line(), "a3 BAD The line is too long\r\n");
    client.send("a4 LOGIN " + std::string(10'000, 'x') + " {100000+}\r\na5 NOOP\r\n");
    EXPECT_EQ(client.line(), "a4 BAD The line is too long\r\n");
    EXPECT_EQ(client.line().substr(0, 6), "* BYE ");
    EXPECT_TRUE(client.is_closed());
}

TEST(SignInOverImap, TellsNoMoreOfItselfThanItsName) {
    House house;
    auto client = house.connect();
    client.line();
    play(client, R"(
        C: a1 ID ("name" "a client that wants to be remembered")
        S: * ID ("name" "Postvern" "version" "0.1.0")
        S: a1 OK ...
    )");
}

}  // namespace
}  // namespace postvern::services::imap
