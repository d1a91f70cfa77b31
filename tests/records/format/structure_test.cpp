// BODYSTRUCTURE of awkward messages.
#include <gtest/gtest.h>

#include "dump.hpp"
#include "records/message.hpp"
#include "records/message_section.hpp"

namespace postvern::records::test {
namespace {

constexpr const char* kNoEnvelope = "(NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL)";
constexpr const char* kEmptyText =
    R"(("text" "plain" ("charset" "us-ascii") NIL NIL "7bit" 0 0 NIL NIL NIL NIL))";

struct StructureCase {
    const char* what;
    const char* message;
    std::string expected;
};

void PrintTo(const StructureCase& each, std::ostream* out) { *out << each.what; }

class StructureTable : public testing::TestWithParam<StructureCase> {};

TEST_P(StructureTable, IsAsExpected) {
    const auto summary = summarize(crlf(GetParam().message), kSomeDate);
    EXPECT_EQ(dump(summary.root), GetParam().expected);
    EXPECT_EQ(parse_summary(serialize(summary)), summary);
}

TEST_P(StructureTable, IsTheSameWithBareLineFeeds) {
    const std::string message = GetParam().message;
    const auto with_crlf = summarize(crlf(message), kSomeDate);
    const auto bare = summarize(message, kSomeDate);
    EXPECT_EQ(bare.envelope, with_crlf.envelope);
    EXPECT_EQ(bare.root.lines, with_crlf.root.lines);
    EXPECT_EQ(crlf(cut(message, bare.root.body)), cut(crlf(message), with_crlf.root.body));
    EXPECT_EQ(bare.root.children.size(), with_crlf.root.children.size());
}

const StructureCase kStructures[] = {
    {"empty message", "", kEmptyText},
    {"blank line alone", "\n", kEmptyText},
    {"header without body", "Subject: x\n", kEmptyText},
    {"header without line end", "Subject: x", kEmptyText},
    {"body without header", "\nhello\n",
     R"(("text" "plain" ("charset" "us-ascii") NIL NIL "7bit" 7 1 NIL NIL NIL NIL))"},
    {"all fields of a leaf",
     "Content-Type: TEXT/HTML; Charset=\"utf-8\" (a comment); name = annual report.html ; x\n"
     "Content-ID: <1@x>\nContent-Description: =?utf-8?q?=C3=B8?=\nContent-Transfer-Encoding: "
     "Base64 (why not)\n"
     "Content-MD5: Q2hlY2s=\nContent-Disposition: Attachment; filename*0*=utf-8''a%20;\n "
     "filename*1=\"b;c\"\n"
     "Content-Language: nb, en-GB (British)\nContent-Location: http://x/\n\naGVq\n",
     R"(("text" "html" ("charset" "utf-8" "name" "annual report.html") "<1@x>" "=?utf-8?q?=C3=B8?=" "base64" 6 1 "Q2hlY2s=" )"
     R"(("attachment" ("filename*0*" "utf-8''a%20" "filename*1" "b;c")) ("nb" "en-GB") "http://x/"))"},
    {"malformed type", "Content-Type: text\n\nx\n",
     R"(("text" "plain" ("charset" "us-ascii") NIL NIL "7bit" 3 1 NIL NIL NIL NIL))"},
    {"empty type", "Content-Type:\nContent-Transfer-Encoding:\n\nx",
     R"(("text" "plain" ("charset" "us-ascii") NIL NIL "7bit" 1 0 NIL NIL NIL NIL))"},
    {"the first of duplicate types", "Content-Type: image/png\nContent-Type: text/html\n\nx\n",
     R"(("image" "png" NIL NIL NIL "7bit" 3 NIL NIL NIL NIL))"},
    {"missing semicolon", "Content-Type: text/html charset=x; a=b\n\n",
     R"(("text" "html" ("a" "b") NIL NIL "7bit" 0 0 NIL NIL NIL NIL))"},
    {"two parts, preamble, epilogue",
     "Content-Type: multipart/mixed; boundary=b\n\npreamble\n--b\n\none\n--b\nContent-Type: "
     "image/gif\n\ntwo\n\n--b--\nepilogue\n",
     R"((("text" "plain" ("charset" "us-ascii") NIL NIL "7bit" 3 0 NIL NIL NIL NIL)("image" "gif" NIL NIL NIL "7bit" 5 NIL NIL NIL NIL) "mixed" ("boundary" "b") NIL NIL NIL))"},
    {"empty parts",
     "Content-Type: multipart/mixed; boundary=b\n\n--b\n--b\n\n--b\nContent-Type: "
     "a/b\n--b\nContent-Type: a/c\n\n\n--b--",
     std::string("(") + kEmptyText + kEmptyText +
         R"(("a" "b" NIL NIL NIL "7bit" 0 NIL NIL NIL NIL)("a" "c" NIL NIL NIL "7bit" 0 NIL NIL NIL NIL) "mixed" ("boundary" "b") NIL NIL NIL))"},
    {"unterminated multipart", "Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n",
     R"((("text" "plain" ("charset" "us-ascii") NIL NIL "7bit" 5 1 NIL NIL NIL NIL) "mixed" ("boundary" "b") NIL NIL NIL))"},
    {"inner multipart ended by the outer boundary",
     "Content-Type: multipart/mixed; boundary=o\n\n--o\nContent-Type: multipart/alternative; "
     "boundary=i\n\n--i\n\none\n--o\n\ntwo\n--o--\n--i\n\nno part\n",
     R"(((("text" "plain" ("charset" "us-ascii") NIL NIL "7bit" 3 0 NIL NIL NIL NIL) "alternative" ("boundary" "i") NIL NIL NIL))"
     R"(("text" "plain" ("charset" "us-ascii") NIL NIL "7bit" 3 0 NIL NIL NIL NIL) "mixed" ("boundary" "o") NIL NIL NIL))"},
    {"no boundary", "Content-Type: multipart/mixed\n\n--b\n\nx\n",
     R"(("text" "plain" ("charset" "us-ascii") NIL NIL "7bit" 10 3 NIL NIL NIL NIL))"},
    {"boundary that never comes", "Content-Type: multipart/mixed; boundary=b\n\nx\n",
     R"(("text" "plain" ("charset" "us-ascii") NIL NIL "7bit" 3 1 NIL NIL NIL NIL))"},
    {"closing boundary alone", "Content-Type: multipart/mixed; boundary=b\n\n--b--\n",
     R"(("text" "plain" ("charset" "us-ascii") NIL NIL "7bit" 7 1 NIL NIL NIL NIL))"},
    {"boundary that begins another, white space after it",
     "Content-Type: multipart/mixed; boundary=\"a b\"\n\n--a b \t\n\n--a bc\n--a b--  \n",
     R"((("text" "plain" ("charset" "us-ascii") NIL NIL "7bit" 6 0 NIL NIL NIL NIL) "mixed" ("boundary" "a b") NIL NIL NIL))"},
    {"boundary that ends in dashes",
     "Content-Type: multipart/mixed; boundary=\"b--\"\n\n--b--\n\nx\n--b----\n",
     R"((("text" "plain" ("charset" "us-ascii") NIL NIL "7bit" 1 0 NIL NIL NIL NIL) "mixed" ("boundary" "b--") NIL NIL NIL))"},
    {"same boundary within",
     "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/mixed; "
     "boundary=b\n\n--b\n\nx\n--b--\n--b--\n",
     R"(((("text" "plain" ("charset" "us-ascii") NIL NIL "7bit" 1 0 NIL NIL NIL NIL) "mixed" ("boundary" "b") NIL NIL NIL) "mixed" ("boundary" "b") NIL NIL NIL))"},
    {"digest",
     "Content-Type: multipart/digest; boundary=b\n\n--b\n\nSubject: one\n\n1\n--b\nContent-Type: "
     "text/plain\n\ntwo\n--b--\n",
     std::string(
         R"((("message" "rfc822" NIL NIL NIL "7bit" 17 (NIL "one" NIL NIL NIL NIL NIL NIL NIL NIL) ("text" "plain" ("charset" "us-ascii") NIL NIL "7bit" 1 0 NIL NIL NIL NIL) 2 NIL NIL NIL NIL))") +
         R"(("text" "plain" NIL NIL NIL "7bit" 3 0 NIL NIL NIL NIL) "digest" ("boundary" "b") NIL NIL NIL))"},
    {"message that is cut off in its header",
     "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/rfc822\n\nSubject: "
     "in\n--b\nContent-Type: message/rfc822\n\n--b--\n",
     std::string(
         R"((("message" "rfc822" NIL NIL NIL "7bit" 13 (NIL "in" NIL NIL NIL NIL NIL NIL NIL NIL) )") +
         kEmptyText + R"( 1 NIL NIL NIL NIL)("message" "rfc822" NIL NIL NIL "7bit" 0 )" +
         kNoEnvelope + " " + kEmptyText +
         R"( 0 NIL NIL NIL NIL) "mixed" ("boundary" "b") NIL NIL NIL))"},
    {"message/global at the top", "Content-Type: message/global\n\nSubject: s\n\nt\n",
     R"(("message" "global" NIL NIL NIL "7bit" 17 (NIL "s" NIL NIL NIL NIL NIL NIL NIL NIL) ("text" "plain" ("charset" "us-ascii") NIL NIL "7bit" 3 1 NIL NIL NIL NIL) 3 NIL NIL NIL NIL))"},
    {"delivery status is a leaf", "Content-Type: message/delivery-status\n\nReporting-MTA: x\n",
     R"(("message" "delivery-status" NIL NIL NIL "7bit" 18 NIL NIL NIL NIL))"},
};

INSTANTIATE_TEST_SUITE_P(Awkward, StructureTable, testing::ValuesIn(kStructures));

// A text of so many octets in so many lines.
std::string text_of(std::size_t octets, std::size_t lines) {
    std::string text;
    for (std::size_t i = 0; i + 1 < lines; ++i) text += "x\r\n";
    return text + std::string(octets - text.size() - 2, 'y') + "\r\n";
}

// The example of RFC 9051 7.5.2 (and RFC 3501 7.4.2): a text and a compiler diff.
TEST(Structure, IsTheOneOfTheStandardsExample) {
    const auto message =
        crlf(
            "Content-Type: MULTIPART/MIXED; boundary=\"16819560-2078917053-688350843:#11603\"\n\n"
            "--16819560-2078917053-688350843:#11603\nContent-Type: TEXT/PLAIN; "
            "charset=US-ASCII\n\n") +
        text_of(1152, 23) +
        crlf(
            "\n--16819560-2078917053-688350843:#11603\n"
            "Content-Type: TEXT/PLAIN; charset=US-ASCII; name=\"cc.diff\"\n"
            "Content-Transfer-Encoding: BASE64\n"
            "Content-ID: <960723163407.20117h@cac.washington.edu>\n"
            "Content-Description: Compiler diff\n\n") +
        text_of(4554, 73) + crlf("\n--16819560-2078917053-688350843:#11603--\n");
    EXPECT_EQ(
        dump(summarize(message, kSomeDate).root),
        R"((("text" "plain" ("charset" "US-ASCII") NIL NIL "7bit" 1152 23 NIL NIL NIL NIL))"
        R"(("text" "plain" ("charset" "US-ASCII" "name" "cc.diff") "<960723163407.20117h@cac.washington.edu>" )"
        R"("Compiler diff" "base64" 4554 73 NIL NIL NIL NIL) "mixed" )"
        R"(("boundary" "16819560-2078917053-688350843:#11603") NIL NIL NIL))");
}

std::size_t depth_of(const BodyPart& part) {
    std::size_t deepest = 0;
    for (const auto& child : part.children) deepest = std::max(deepest, depth_of(child) + 1);
    return deepest;
}

TEST(Structure, StopsAtTheDepthLimitForMultiparts) {
    std::string message;
    for (int i = 0; i < 1'000; ++i) {
        const auto boundary = "b" + std::to_string(i);
        message += "Content-Type: multipart/mixed; boundary=" + boundary + "\r\n\r\n--" + boundary +
                   "\r\n";
    }
    const auto summary = summarize(message, kSomeDate);
    EXPECT_EQ(depth_of(summary.root), kMaxDepth);
    const auto* deepest = &summary.root;
    while (!deepest->children.empty()) deepest = &deepest->children.front();
    EXPECT_EQ(deepest->type + "/" + deepest->subtype, "application/octet-stream");
    EXPECT_EQ(deepest->body.end, message.size());
    EXPECT_EQ(parse_summary(serialize(summary)), summary);
}

TEST(Structure, StopsAtTheDepthLimitForMessages) {
    std::string message;
    for (int i = 0; i < 100'000; ++i) message += "Content-Type: message/rfc822\r\n\r\n";
    const auto summary = summarize(message, kSomeDate);
    EXPECT_EQ(depth_of(summary.root), kMaxDepth);
    EXPECT_EQ(parse_summary(serialize(summary)), summary);
}

TEST(Structure, ListsNoMoreThanTheLimitOfParts) {
    std::string message = "Content-Type: multipart/mixed; boundary=b\r\n\r\n";
    for (int i = 0; i < 20'000; ++i) message += "--b\r\n\r\nx\r\n";
    const auto summary = summarize(message, kSomeDate);
    EXPECT_EQ(summary.root.children.size(), kMaxParts - 1);
    EXPECT_EQ(summary.root.body.end, message.size());
    EXPECT_EQ(parse_summary(serialize(summary)), summary);
}

TEST(Structure, FindsOnlyLowerCaseNamesOfParameters) {
    const auto root =
        summarize("Content-Type: text/plain; CHARSET=x; charset=y\r\n\r\n", kSomeDate).root;
    ASSERT_NE(root.parameter("charset"), nullptr);
    EXPECT_EQ(*root.parameter("charset"), "x");
    EXPECT_EQ(root.parameter("name"), nullptr);
}

}  // namespace
}  // namespace postvern::records::test
