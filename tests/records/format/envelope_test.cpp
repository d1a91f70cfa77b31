// Header fields as ENVELOPE shows them.
#include <gtest/gtest.h>

#include "dump.hpp"
#include "records/message.hpp"
#include "tests/printed.hpp"

namespace postvern::records::test {
namespace {

Envelope envelope_of(const std::string& header) {
    return summarize(crlf(header + "\n\nbody\n"), kSomeDate).envelope;
}

struct AddressCase {
    const char* field;
    const char* expected;
};
void PrintTo(const AddressCase& row, std::ostream* out) { tests::print(row.field, out); }

class AddressTable : public testing::TestWithParam<AddressCase> {};

TEST_P(AddressTable, ParsesAsEnvelopeAddresses) {
    EXPECT_EQ(dump(envelope_of(std::string("To: ") + GetParam().field).to), GetParam().expected);
}

const AddressCase kAddresses[] = {
    {"a@example.org", R"(((NIL NIL "a" "example.org")))"},
    {"", "NIL"},
    {",, ,", "NIL"},
    {"Terry Gray <gray@cac.washington.edu>", R"((("Terry Gray" NIL "gray" "cac.washington.edu")))"},
    {"gray@example.org (Terry Gray)", R"((("Terry Gray" NIL "gray" "example.org")))"},
    {"\"Gray, Terry\" <gray@example.org>, b@c",
     R"((("Gray, Terry" NIL "gray" "example.org")(NIL NIL "b" "c")))"},
    {"\"a \\\"b\\\\\" <x@y>", R"((("a "b\" NIL "x" "y")))"},
    {"John Q. Public <jqp@example.org>", R"((("John Q. Public" NIL "jqp" "example.org")))"},
    {"x@example.org <x@example.org>", R"((("x@example.org" NIL "x" "example.org")))"},
    {"=?utf-8?q?J=C3=B8rn?= Berg <j@b.no>", R"((("=?utf-8?q?J=C3=B8rn?= Berg" NIL "j" "b.no")))"},
    {"Bj\xC3\xB8rn <b@x.no>", "((\"Bj\xC3\xB8rn\" NIL \"b\" \"x.no\"))"},
    // Quoted local parts lose their quotes; a dot in one stays.
    {"\"john doe\"@example.org", R"(((NIL NIL "john doe" "example.org")))"},
    {"\"a@b\"@example.org", R"(((NIL NIL "a@b" "example.org")))"},
    {"john@[ 192.0.2.1 ]", R"(((NIL NIL "john" "[192.0.2.1]")))"},
    // Groups, RFC 5322 A.1.3, and RFC 9051 7.5.2.
    {"A Group:Ed Jones <joe@where.test>,joe@where.test,John <jdoe@one.test>;",
     R"(((NIL NIL "A Group" NIL)("Ed Jones" NIL "joe" "where.test")(NIL NIL "joe" "where.test")("John" NIL "jdoe" "one.test")(NIL NIL NIL NIL)))"},
    {"Undisclosed recipients:;", R"(((NIL NIL "Undisclosed recipients" NIL)(NIL NIL NIL NIL)))"},
    {"open: a@b", R"(((NIL NIL "open" NIL)(NIL NIL "a" "b")(NIL NIL NIL NIL)))"},
    {"g:a@b;, c@d", R"(((NIL NIL "g" NIL)(NIL NIL "a" "b")(NIL NIL NIL NIL)(NIL NIL "c" "d")))"},
    // Comments and obsolete syntax, RFC 5322 A.5 and A.6.
    {"Pete(A nice \\) chap) <pete(his account)@silly.test(his host)>",
     R"((("Pete" NIL "pete" "silly.test")))"},
    {"A Group(Some people):Chris Jones <c@(Chris's host.)public.example>, joe@example.org;",
     R"(((NIL NIL "A Group" NIL)("Chris Jones" NIL "c" "public.example")(NIL NIL "joe" "example.org")(NIL NIL NIL NIL)))"},
    {"(Empty list)(start)Hidden recipients  :(nobody(that I know))  ;",
     R"(((NIL NIL "Hidden recipients" NIL)(NIL NIL NIL NIL)))"},
    {"Mary Smith <@node.test,@other.test:mary@example.net>, , jdoe@test   . example",
     R"((("Mary Smith" "@node.test,@other.test" "mary" "example.net")(NIL NIL "jdoe" "test.example")))"},
    {"Joe Q. Public <john . q . public@example.com>",
     R"((("Joe Q. Public" NIL "john.q.public" "example.com")))"},
    // What is no address stays visible, with a host that is empty but there.
    {"MAILER-DAEMON", R"(((NIL NIL "MAILER-DAEMON" "")))"},
    {"Nobody <>", R"((("Nobody" NIL "" "")))"},
    {"@example.org", R"(((NIL NIL "" "example.org")))"},
    {"a@", R"(((NIL NIL "a" "")))"},
    {"a@b@c", R"(((NIL NIL "a@b" "c")))"},
    {"a@x; b@y", R"(((NIL NIL "a" "x")(NIL NIL "b" "y")))"},
    {"<a@x, b@y", R"(((NIL NIL "a" "x")(NIL NIL "b" "y")))"},
    {"N <a@x> junk here, b@y", R"((("N" NIL "a" "x")(NIL NIL "b" "y")))"},
    {"\"never closed <a@x>", R"(((NIL NIL "never closed <a@x>" "")))"},
    {"a@x (never closed", R"((("never closed" NIL "a" "x")))"},
    {"<<a@x>>", R"(((NIL NIL "a" "x")))"},
    {"\"\" <a@x>", R"(((NIL NIL "a" "x")))"},
};

INSTANTIATE_TEST_SUITE_P(Rfc5322, AddressTable, testing::ValuesIn(kAddresses));

// The message of RFC 9051 section 8.
TEST(Envelope, IsTheOneOfTheStandardsExample) {
    EXPECT_EQ(
        dump(envelope_of("Date: Wed, 17 Jul 1996 02:23:25 -0700 (PDT)\n"
                         "From: Terry Gray <gray@cac.washington.edu>\n"
                         "Subject: IMAP4rev2 WG mtg summary and minutes\n"
                         "To: imap@cac.washington.edu\n"
                         "cc: minutes@CNRI.Reston.VA.US,  John Klensin <KLENSIN@MIT.EDU>\n"
                         "Message-Id: <B27397-0100000@cac.washington.edu>\n"
                         "MIME-Version: 1.0\n"
                         "Content-Type: TEXT/PLAIN; CHARSET=US-ASCII")),
        R"x(("Wed, 17 Jul 1996 02:23:25 -0700 (PDT)" "IMAP4rev2 WG mtg summary and minutes" )x"
        R"((("Terry Gray" NIL "gray" "cac.washington.edu")) (("Terry Gray" NIL "gray" "cac.washington.edu")) )"
        R"((("Terry Gray" NIL "gray" "cac.washington.edu")) ((NIL NIL "imap" "cac.washington.edu")) )"
        R"(((NIL NIL "minutes" "CNRI.Reston.VA.US")("John Klensin" NIL "KLENSIN" "MIT.EDU")) )"
        R"(NIL NIL "<B27397-0100000@cac.washington.edu>"))");
}

TEST(Envelope, TellsAbsentFromEmpty) {
    const auto envelope = envelope_of("Subject:\nFrom: a@b\nSender:\nReply-To: ");
    EXPECT_EQ(
        dump(envelope),
        R"((NIL "" ((NIL NIL "a" "b")) ((NIL NIL "a" "b")) ((NIL NIL "a" "b")) NIL NIL NIL NIL NIL))");
}

TEST(Envelope, UnfoldsAndLeavesEncodedWords) {
    const auto envelope =
        envelope_of("Subject: =?utf-8?b?w6Y=?=\n =?utf-8?b?w7g=?=\n\t and \n more  ");
    EXPECT_EQ(envelope.subject, "=?utf-8?b?w6Y=?= =?utf-8?b?w7g=?=\t and  more");
}

TEST(Envelope, TakesTheFirstOfDuplicatesAndJoinsRecipients) {
    const auto envelope = envelope_of(
        "Subject: one\nTo: a@x\nFrom: f@x\nSubject: two\nTo: b@x\nFrom: g@x\nCc: c@x\nCC: d@x");
    EXPECT_EQ(envelope.subject, "one");
    EXPECT_EQ(dump(envelope.from), R"(((NIL NIL "f" "x")))");
    EXPECT_EQ(dump(envelope.to), R"(((NIL NIL "a" "x")(NIL NIL "b" "x")))");
    EXPECT_EQ(dump(envelope.cc), R"(((NIL NIL "c" "x")(NIL NIL "d" "x")))");
}

TEST(Envelope, PassesOverLinesThatAreNoFields) {
    const auto envelope = envelope_of(
        "From someone Sat Jan  1 00:00:00 2000\nno colon here\n folded into it\nSubject : spaced\n"
        "bad name: x\n: nameless\nMessage-ID: <1@x>");
    EXPECT_EQ(envelope.subject, "spaced");
    EXPECT_EQ(envelope.message_id, "<1@x>");
    EXPECT_TRUE(envelope.from.empty());
}

TEST(Envelope, KeepsEightBitOctetsAndDropsNul) {
    const auto message = std::string("Subject: caf\xE9 a\0b\r\n\r\n", 21);
    EXPECT_EQ(summarize(message, kSomeDate).envelope.subject, "caf\xE9 ab");
}

TEST(Envelope, BoundsVeryLongFieldsAndLists) {
    const auto envelope = envelope_of("Subject: " + std::string(1'000'000, 'x'));
    EXPECT_EQ(envelope.subject->size(),
              kMaxFieldOctets - 1);  // the blank after the colon is trimmed
    std::string many = "To: a@b";
    for (int i = 0; i < 60'000; ++i) many += ",\n a@b";
    EXPECT_EQ(envelope_of(many).to.size(), 10'000U);
}

TEST(Envelope, SurvivesDeeplyNestedComments) {
    const auto envelope = envelope_of("To: " + std::string(100'000, '(') + "x\nFrom: a@b");
    EXPECT_TRUE(envelope.to.empty());
    EXPECT_EQ(envelope.from.size(), 1U);
}

}  // namespace
}  // namespace postvern::records::test
