// What SEARCH finds in a message.  RFC 9051 6.4.4
#include "records/message_search.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "dump.hpp"
#include "records/message_section.hpp"

namespace postvern::records::test {
namespace {

const std::string& mail() {
    static const auto message = crlf(
        "From: =?iso-8859-1?q?J=F8rn?= <jorn@example.org>\n"
        "Subject: =?utf-8?b?QmzDpWLDpnI=?=\n =?utf-8?q?_og_jordb=C3=A6r?=\nX-Empty:\nX-Raw: "
        "caf\xE9\n"
        "Content-Type: multipart/mixed; boundary=b\n\npreamble-word\n"
        "--b\nContent-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: "
        "quoted-printable\n\n"
        "Bl=E5b=E6r med fl=F8te og\n  suk=\nker\n"
        "--b\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: "
        "base64\n\nPGI+U1TDmFJTVDwvYj4=\n"
        "--b\nContent-Type: application/pdf\n\nattachmentword\n"
        "--b\nContent-Type: message/rfc822\n\nSubject: innersubject\n\ninnertext\n"
        "--b\nContent-Type: text/plain; charset=no/such\n\nunknowncharset \xE6\xF8\xE5\n--b--\n");
    return message;
}

bool finds(const std::string& needle, SearchScope scope) {
    static const auto root = summarize(mail(), kSomeDate).root;
    return text_contains(mail(), root, Needle(needle), scope);
}

TEST(Search, FindsInDecodedBodies) {
    for (const char* needle : {"blåbær", "BLÅBÆR MED", "fløte og sukker", "størst", "innersubject",
                               "INNERTEXT", "unknowncharset æøå", "",
                               "l\xC3\xA5"
                               "b",
                               "og\r\n sukker"}) {
        EXPECT_TRUE(finds(needle, SearchScope::body)) << needle;
    }
    for (const char* needle :
         {"jordbær", "attachmentword", "preamble-word", "bl=E5", "example.org", "blåbærmed"}) {
        EXPECT_FALSE(finds(needle, SearchScope::body)) << needle;
    }
}

TEST(Search, FindsInTheHeaderOnlyWhereAsked) {
    for (const char* needle : {"jordbær", "JØRN", "subject: blåbær og", "café", "fløte"}) {
        EXPECT_TRUE(finds(needle, SearchScope::message)) << needle;
    }
    EXPECT_FALSE(finds("attachmentword", SearchScope::message));
}

TEST(Search, LooksIntoOneHeaderField) {
    const auto header = cut(mail(), summarize(mail(), kSomeDate).root.header);
    EXPECT_TRUE(header_contains(header, "SUBJECT", Needle("BLÅBÆR OG")));
    EXPECT_TRUE(header_contains(header, "from", Needle("jørn <JORN@")));
    EXPECT_FALSE(header_contains(header, "From", Needle("blåbær")));
    EXPECT_FALSE(header_contains(header, "Subject", Needle("subject")));
    EXPECT_TRUE(header_contains(header, "X-Empty", Needle("")));
    EXPECT_FALSE(header_contains(header, "X-Empty", Needle("a")));
    EXPECT_FALSE(header_contains(header, "X-Absent", Needle("")));
}

TEST(Search, TakesCompatibilityVariantsAndCaseAlike) {
    const auto matches = [](const char* text, const char* needle) {
        return header_contains(std::string("Subject: ") + text + "\r\n\r\n", "subject",
                               Needle(needle));
    };
    EXPECT_TRUE(matches("Straße", "STRASSE"));
    EXPECT_TRUE(matches("ＦＵＬＬ ﬁne", "full fine"));
    EXPECT_TRUE(matches("A\xCC\x8A", "å"));  // A and a combining ring
    EXPECT_TRUE(matches("a \t b", "A b"));
    EXPECT_FALSE(matches("ab", "a b"));
    EXPECT_FALSE(matches("plain", "\xFF"));
}

TEST(Search, FindsAcrossThePiecesOfALongText) {
    const Needle needle("the needle");
    for (const bool lines : {false, true}) {
        std::string body;
        while (body.size() < 300'000)
            body += lines ? "some words of text æ\r\n" : "some words of text æ ";
        for (const std::size_t cut_at : {std::size_t{65'530}, std::size_t{262'140}, body.size()}) {
            auto text = body;
            auto at = cut_at;
            while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) ++at;
            text.insert(at, "THE NEEDLE");
            const auto message = "Content-Type: text/plain; charset=utf-8\r\n\r\n" + text;
            EXPECT_TRUE(text_contains(message, summarize(message, kSomeDate).root, needle,
                                      SearchScope::body));
        }
        const auto without = "Content-Type: text/plain; charset=utf-8\r\n\r\n" + body;
        EXPECT_FALSE(
            text_contains(without, summarize(without, kSomeDate).root, needle, SearchScope::body));
    }
}

struct DateCase {
    const char* value;
    const char* expected;  // year-month-day and seconds
};

TEST(SentDate, IsTheDayAsWritten) {
    const DateCase cases[] = {
        {"Wed, 17 Jul 1996 02:23:25 -0700 (PDT)", "1996-7-17 837595405"},
        {"Sat, 7 Nov 2026 23:59:59 +0100", "2026-11-7 1794092399"},
        {"7 Nov 2026 00:00 +1400", "2026-11-7 1793959200"},
        {"Fri, 13 Feb 70 23:32:00 -0330", "1970-2-13 3812520"},
        {"1 Jan 00 00:00:00 GMT", "2000-1-1 946684800"},
        {"Fri, 21 Nov 1997 09:55:06 -0600", "1997-11-21 880127706"},
        {"", "none"},
        {"garbage", "none"},
        {"99 Foo 2026 99:99:99", "none"},
        {"31 Feb 2026 10:00:00 +0000", "none"},
    };
    for (const auto& each : cases) {
        const auto date = parse_sent_date(each.value);
        const auto text = date ? std::to_string(static_cast<int>(date->day.year())) + "-" +
                                     std::to_string(static_cast<unsigned>(date->day.month())) +
                                     "-" + std::to_string(static_cast<unsigned>(date->day.day())) +
                                     " " + std::to_string(date->seconds)
                               : "none";
        EXPECT_EQ(text, each.expected) << each.value;
    }
}

TEST(Search, MayBeAskedByManyThreads) {
    std::atomic<int> found = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&] {
            for (int round = 0; round < 50; ++round) {
                const auto summary = summarize(mail(), kSomeDate);
                found +=
                    text_contains(mail(), summary.root, Needle("STØRST"), SearchScope::message);
                found += parse_sent_date("7 Nov 2026 00:00 +0100").has_value();
                found += decode_part("aGVs", "base64") == "hel";
            }
        });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(found, 8 * 50 * 3);
}

}  // namespace
}  // namespace postvern::records::test
