#include "services/smtp/grammar/command.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

namespace postvern::services::smtp::grammar {
namespace {

struct Bad {
    std::string text;
    std::size_t offset;
};

void expect_refused(const std::vector<Bad>& table,
                    const std::function<void(std::string_view)>& parse) {
    for (const auto& row : table) {
        SCOPED_TRACE(row.text);
        try {
            parse(row.text);
            ADD_FAILURE() << "accepted";
        } catch (const SyntaxError& error) {
            EXPECT_EQ(error.offset, row.offset) << error.expected;
        }
    }
}

TEST(CommandLine, SplitsVerbFromArguments) {
    const auto bare = parse_command_line("quit");
    EXPECT_EQ(bare.verb, "QUIT");
    EXPECT_FALSE(bare.has_arguments);
    const std::string line = "mAiL FROM:<a@b> SIZE=1";
    const auto mail = parse_command_line(line);
    EXPECT_EQ(mail.verb, "MAIL");
    EXPECT_EQ(mail.arguments, "FROM:<a@b> SIZE=1");
    const auto spaced = parse_command_line("RSET ");
    EXPECT_TRUE(spaced.has_arguments);
    EXPECT_EQ(spaced.arguments, "");
}

TEST(CommandLine, RefusesWhatIsNoCommand) {
    expect_refused({{"", 0},
                    {" MAIL", 0},
                    {"MAIL\tFROM:<>", 4},
                    {"MAIL:FROM", 4},
                    {"\xC3\xA5", 0},
                    {std::string("MA\0IL", 5), 2},
                    {"ABCDEFGHIJKLMNOPQ", 0},
                    {"X-UNIT", 1}},
                   [](auto text) { parse_command_line(text); });
}

TEST(CommandLine, ExtensionsLengthenTheirCommandsOnly) {
    EXPECT_EQ(line_limit("RCPT"), 512u);
    EXPECT_EQ(line_limit("NOOP"), 512u);
    EXPECT_GT(line_limit("MAIL"), 1000u);
    EXPECT_EQ(line_limit("AUTH"), kLongestLine);
}

TEST(Hello, TakesNamesLiteralsAndWhatClientsCallThemselves) {
    EXPECT_EQ(parse_hello("relay.example.org"), "relay.example.org");
    EXPECT_EQ(parse_hello("[127.0.0.1]"), "[127.0.0.1]");
    EXPECT_EQ(parse_hello("my_laptop  "), "my_laptop");
    expect_refused({{"", 0},
                    {"  ", 0},
                    {"a b", 1},
                    {"a\rb", 1},
                    {"\xC3\xA5", 0},
                    {std::string(256, 'a'), 255}},
                   [](auto text) { parse_hello(text); });
}

TEST(Mail, ReadsSenderAndParameters) {
    const auto plain = parse_mail("FROM:<alice@example.org>");
    EXPECT_EQ(plain.sender->text(), "alice@example.org");
    EXPECT_FALSE(plain.size);
    EXPECT_FALSE(plain.eight_bit);
    EXPECT_FALSE(plain.utf8);

    EXPECT_FALSE(parse_mail("from:<>").sender);

    const auto full = parse_mail("FROM:<a@b> size=12345 body=8bitmime SMTPUTF8 AUTH=<> ");
    EXPECT_EQ(full.size, 12345u);
    EXPECT_TRUE(full.eight_bit);
    EXPECT_TRUE(full.utf8);

    EXPECT_EQ(parse_mail("FROM:<@one.example,@two.example:a@b>").sender->text(), "a@b");
    EXPECT_EQ(parse_mail("FROM:<\"a> b\"@c> SIZE=18446744073709551615").size,
              18446744073709551615ULL);
    EXPECT_FALSE(parse_mail("FROM:<a@b> BODY=7BIT").eight_bit);
}

TEST(Mail, RefusesTheRestAndSaysWhere) {
    const std::string local(60, 'l');
    const std::string deep = local + "@" + std::string(60, 'd') + "." + std::string(60, 'd') + "." +
                             std::string(60, 'd') + "." + std::string(20, 'd');
    expect_refused({{"", 0},
                    {"TO:<a@b>", 0},
                    {"FROM:", 5},
                    {"FROM: <a@b>", 5},
                    {"FROM:a@b", 5},
                    {"FROM:<a@b", 9},
                    {"FROM:<a@b>SIZE=1", 10},
                    {"FROM:<a@b>  SIZE=1", 11},
                    {"FROM:<a@b> SIZE", 11},
                    {"FROM:<a@b> SIZE=", 16},
                    {"FROM:<a@b> SIZE=-1", 11},
                    {"FROM:<a@b> SIZE=18446744073709551616", 11},
                    {"FROM:<a@b> SIZE=1 SIZE=1", 18},
                    {"FROM:<a@b> SMTPUTF8=1", 11},
                    {"FROM:<a@b> SMTPUTF8 SMTPUTF8", 20},
                    {"FROM:<a@b> AUTH", 11},
                    {"FROM:<a@b> =1", 11},
                    {"FROM:<a@b>\r", 10},
                    {"FROM:<@x:a>", 10},
                    {"FROM:<postmaster>", 16},
                    {"FROM:<" + deep + ">", 5},
                    {"FROM:<a@b\x01>", 9}},
                   [](auto text) { parse_mail(text); });
}

TEST(Mail, TellsUnknownParametersFromBadSyntax) {
    for (const auto* text : {"FROM:<a@b> BODY=BINARYMIME", "FROM:<a@b> RET=FULL",
                             "FROM:<a@b> X-A=1", "FROM:<a@b> BODY"}) {
        EXPECT_THROW(parse_mail(text), UnknownParameter) << text;
    }
}

TEST(Recipient, ReadsAddresses) {
    EXPECT_EQ(parse_recipient("TO:<bob+tag@example.org>").text(), "bob+tag@example.org");
    EXPECT_EQ(parse_recipient("to:<PostMaster>").text(), "postmaster");
    EXPECT_EQ(parse_recipient("TO:<@relay.example:bob@example.org> ").text(), "bob@example.org");
    EXPECT_THROW(parse_recipient("TO:<a@b> NOTIFY=NEVER"), UnknownParameter);
    expect_refused(
        {{"TO:<>", 4}, {"TO:<bob>", 7}, {"FROM:<a@b>", 0}, {"TO:<a@b>x", 8}, {"TO:<a@b", 7}},
        [](auto text) { parse_recipient(text); });
}

TEST(Chunk, ReadsSizeAndLast) {
    EXPECT_EQ(parse_chunk("0").octets, 0u);
    EXPECT_FALSE(parse_chunk("86").is_last);
    const auto last = parse_chunk("86 last");
    EXPECT_EQ(last.octets, 86u);
    EXPECT_TRUE(last.is_last);
    expect_refused({{"", 0},
                    {"x", 0},
                    {"-1", 0},
                    {"18446744073709551616", 0},
                    {"000000000000000000001", 0},
                    {"1 ", 2},
                    {"1 LASTING", 6},
                    {"1 FIRST", 2},
                    {"1\tLAST", 1}},
                   [](auto text) { parse_chunk(text); });
}

TEST(Auth, ReadsMechanismAndInitialResponse) {
    const auto bare = parse_auth("plain");
    EXPECT_EQ(bare.mechanism, "PLAIN");
    EXPECT_FALSE(bare.initial_response);
    EXPECT_EQ(parse_auth("PLAIN AGEAYg==").initial_response, "AGEAYg==");
    EXPECT_EQ(parse_auth("PLAIN =").initial_response, "");
    expect_refused({{"", 0},
                    {" PLAIN", 0},
                    {"PLAIN ", 6},
                    {"PLAIN a b", 6},
                    {"ABCDEFGHIJKLMNOPQRSTU", 0},
                    {"PL,AIN", 2}},
                   [](auto text) { parse_auth(text); });
}

TEST(Arguments, MayBeSpacesWhereNoneAreWanted) {
    EXPECT_NO_THROW(expect_no_arguments(""));
    EXPECT_NO_THROW(expect_no_arguments("  "));
    EXPECT_THROW(expect_no_arguments(" x"), SyntaxError);
}

}  // namespace
}  // namespace postvern::services::smtp::grammar
