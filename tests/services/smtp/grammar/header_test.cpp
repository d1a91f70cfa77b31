#include "services/smtp/grammar/header.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace postvern::services::smtp::grammar {
namespace {

TEST(Header, ReadsFieldsUpToTheBlankLine) {
    const std::string message = "From: a@b\r\nX-Long: one\r\n two\r\nfrom:c@d\r\n\r\nTo: body\r\n";
    const Header header(message);
    ASSERT_EQ(header.fields().size(), 3u);
    EXPECT_EQ(header.count("FROM"), 2u);
    EXPECT_EQ(header.find("x-long")->body, " one\r\n two\r\n");
    EXPECT_EQ(message.substr(header.find("x-long")->begin,
                             header.find("x-long")->end - header.find("x-long")->begin),
              "X-Long: one\r\n two\r\n");
    EXPECT_EQ(header.find("To"), nullptr);
}

TEST(Header, MayBeTheWholeMessageOrNothing) {
    EXPECT_EQ(Header("A: b\r\n").fields().size(), 1u);
    EXPECT_TRUE(Header("").fields().empty());
    EXPECT_TRUE(Header("\r\nbody").fields().empty());
}

TEST(Header, RefusesWhatCouldBeReadInTwoWays) {
    for (const auto* message :
         {"no field\r\nFrom: a@b\r\n\r\n", " continuation first\r\nFrom: a@b\r\n", "From : a@b\r\n",
          ": nameless\r\n", "From: a@b", "Subject: x\r\n \r\nFrom: a@b\r\n", "Fr\xC3\xB8m: a@b\r\n",
          "Fr\tom: a@b\r\n"}) {
        EXPECT_THROW(Header{message}, SyntaxError) << message;
    }
}

struct Good {
    const char* body;
    std::vector<std::string> addresses;
};

TEST(AddressList, FindsEveryAddress) {
    const std::vector<Good> table{
        {" a@b\r\n", {"a@b"}},
        {"Alice <alice@example.org>", {"alice@example.org"}},
        {"\"Alice, B.\" <alice@example.org>, bob@example.org\r\n",
         {"alice@example.org", "bob@example.org"}},
        {"John Q. Public <j@p>", {"j@p"}},
        {"=?utf-8?Q?=C3=85se?= <a@b>", {"a@b"}},
        {"\xC3\x85se <a@b>", {"a@b"}},
        {"(comment (nested \\) ) ) a@b (Alice)", {"a@b"}},
        {"Team: a@b, C <c@d>;", {"a@b", "c@d"}},
        {"Team: a@b;, e@f", {"a@b", "e@f"}},
        {"undisclosed-recipients:;", {}},
        {"\"x@y\" <a@b>", {"a@b"}},
        {"\"folded\r\n name\" <a@b>,\r\n\tc@d\r\n", {"a@b", "c@d"}},
        {"<a@b>", {"a@b"}},
        {"\"odd local\"@b", {"\"odd local\"@b"}},
    };
    for (const auto& row : table) {
        SCOPED_TRACE(row.body);
        std::vector<std::string> found;
        for (const auto& mailbox : parse_address_list(row.body)) found.push_back(mailbox.text());
        EXPECT_EQ(found, row.addresses);
    }
}

TEST(AddressList, RefusesWhatReadersCouldTakeForAnother) {
    for (const auto* body : {"", "a", "a@b c@d", "a@b <c@d>", "<a@b> <c@d>", "Alice <a@b", "a@b,",
                             ",a@b", "\"open <a@b>", "(open a@b", "<@route:a@b>", "a @b", "a@b;",
                             "Team: a@b", "One: Two: a@b;;", "a@b\x01", "<a@b>x", "a@b.c.",
                             "((((((((((((((((((a)))))))))))))))))) a@b"}) {
        EXPECT_THROW(parse_address_list(body), SyntaxError) << body;
    }
}

}  // namespace
}  // namespace postvern::services::smtp::grammar
