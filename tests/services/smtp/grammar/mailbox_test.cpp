#include "services/smtp/grammar/mailbox.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace postvern::services::smtp::grammar {
namespace {

Mailbox parse(const std::string& text) {
    Cursor cursor(text);
    auto mailbox = take_mailbox(cursor);
    cursor.expect_end();
    return mailbox;
}

struct Good {
    std::string text;
    std::string local;
    std::string domain;
    std::string written;
};

TEST(Mailbox, ReadsWhatTheGrammarAllows) {
    const std::string label63(63, 'a');
    const std::vector<Good> table{
        {"a@b", "a", "b", "a@b"},
        {"alice.b+tag@example.org", "alice.b+tag", "example.org", "alice.b+tag@example.org"},
        {"!#$%&'*+-/=?^_`{|}~@x-1.example", "!#$%&'*+-/=?^_`{|}~", "x-1.example",
         "!#$%&'*+-/=?^_`{|}~@x-1.example"},
        {"\"a b\"@example.org", "a b", "example.org", "\"a b\"@example.org"},
        {"\"a\\\"b\\\\c\"@example.org", "a\"b\\c", "example.org", "\"a\\\"b\\\\c\"@example.org"},
        {"\"plain\"@example.org", "plain", "example.org", "plain@example.org"},
        {"\"a@b\"@example.org", "a@b", "example.org", "\"a@b\"@example.org"},
        {"\"\"@example.org", "", "example.org", "\"\"@example.org"},
        {"a@[192.0.2.1]", "a", "[192.0.2.1]", "a@[192.0.2.1]"},
        {"a@[IPv6:2001:db8::1]", "a", "[IPv6:2001:db8::1]", "a@[IPv6:2001:db8::1]"},
        {"a@[ipv6:::]", "a", "[ipv6:::]", "a@[ipv6:::]"},
        {"a@[IPv6:::ffff:192.0.2.1]", "a", "[IPv6:::ffff:192.0.2.1]", "a@[IPv6:::ffff:192.0.2.1]"},
        {"a@[IPv6:1:2:3:4:5:6:7:8]", "a", "[IPv6:1:2:3:4:5:6:7:8]", "a@[IPv6:1:2:3:4:5:6:7:8]"},
        {"bl\xC3\xA5@eksempel.\xC3\xA5l", "bl\xC3\xA5", "eksempel.\xC3\xA5l",
         "bl\xC3\xA5@eksempel.\xC3\xA5l"},
        {std::string(64, 'l') + "@" + label63 + ".example", std::string(64, 'l'),
         label63 + ".example", std::string(64, 'l') + "@" + label63 + ".example"},
    };
    for (const auto& row : table) {
        SCOPED_TRACE(row.text);
        const auto mailbox = parse(row.text);
        EXPECT_EQ(mailbox.local, row.local);
        EXPECT_EQ(mailbox.domain, row.domain);
        EXPECT_EQ(mailbox.text(), row.written);
        EXPECT_EQ(parse(mailbox.text()), mailbox) << "what is written is read back";
    }
}

struct Bad {
    std::string text;
    std::size_t offset;
};

TEST(Mailbox, RefusesTheRestAndSaysWhere) {
    const std::vector<Bad> table{
        {"", 0},
        {"a", 1},
        {"@b", 0},
        {".a@b", 0},
        {"a.@b", 0},
        {"a..b@c", 0},
        {"a b@c", 1},
        {"a@", 2},
        {"a@.b", 2},
        {"a@b.", 4},
        {"a@b..c", 4},
        {"a@-b", 2},
        {"a@b-", 2},
        {"a@b_c", 3},
        {"a@b@c", 3},
        {"\"a@b", 4},
        {"\"a\r\nb\"@c", 2},
        {"\"a\x01\"@c", 2},
        {"\"a\\", 3},
        {"\"a\"b@c", 3},
        {"a@[192.0.2.256]", 2},
        {"a@[192.0.2]", 2},
        {"a@[1.2.3.4", 2},
        {"a@[IPv6:1:2:3:4:5:6:7]", 2},
        {"a@[IPv6:1::2::3]", 2},
        {"a@[IPv6:1:2:3:4:5:6:7::8]", 2},
        {"a@[IPv6:12345::]", 2},
        {"a@[tag:content]", 2},
        {"a@[]", 2},
        {"\xFF@b", 0},
        {"\xC0\x80@b", 0},
        {"\xED\xA0\x80@b", 0},
        {"\xC2\x85@b", 0},
        {"a@\xFF", 2},
        {std::string(65, 'l') + "@b", 0},
        {"a@" + std::string(64, 'd'), 2},
        {"a@" + std::string(63, 'd') + "." + std::string(63, 'd') + "." + std::string(63, 'd') +
             "." + std::string(63, 'd') + ".x",
         2},
    };
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

TEST(Mailbox, KnowsWhetherItIsAscii) {
    EXPECT_TRUE(parse("a@b").is_ascii());
    EXPECT_FALSE(parse("\xC3\xA5@b").is_ascii());
    EXPECT_FALSE(parse("a@\xC3\xA5").is_ascii());
}

}  // namespace
}  // namespace postvern::services::smtp::grammar
