// Serialized summaries: round trip, refusal of damage, the view, speed.
#include <gtest/gtest.h>

#include <chrono>
#include <iostream>
#include <random>

#include "dump.hpp"
#include "records/message.hpp"
#include "records/message_section.hpp"

namespace postvern::records::test {
namespace {

const std::string& rich_message() {
    static const auto message = crlf(
        "Received: from x\nDate: Sat, 7 Nov 2026 10:00:00 +0100\nFrom: Alice A. "
        "<alice@example.org>\n"
        "Sender: =?utf-8?q?B=C3=B8?= <bo@example.org>\nTo: Group: a@x, b@y;, <@r:c@z>\nCc: d@x\n"
        "Subject: =?utf-8?q?Bl=C3=A5b=C3=A6r?= og\n jordb=C3=A6r\nMessage-ID: <1@example.org>\n"
        "References: <0@example.org>\nList-Id: <l.example.org>\nX-Priority: 1\n"
        "Content-Type: multipart/mixed; boundary=b\n\npreamble\n"
        "--b\nContent-Type: text/plain; charset=utf-8\nContent-Language: nb\n\ntext\n"
        "--b\nContent-Type: image/png; name=a.png\nContent-Transfer-Encoding: base64\nContent-ID: "
        "<i@x>\n"
        "Content-Description: d\nContent-MD5: m\nContent-Location: l\n"
        "Content-Disposition: attachment; filename=a.png\n\naGVq\n"
        "--b\nContent-Type: message/rfc822\n\nFrom: in@x\nReply-To: r@x\nSubject: inner\n\ninner "
        "text\n--b--\n");
    return message;
}

std::string rich_bytes() { return serialize(summarize(rich_message(), {-5'000'000'000, -720})); }

TEST(Summary, SurvivesSerialization) {
    const auto summary = summarize(rich_message(), {-5'000'000'000, -720});
    const auto bytes = serialize(summary);
    EXPECT_EQ(parse_summary(bytes), summary);
    EXPECT_EQ(serialize(parse_summary(bytes)), bytes);
    EXPECT_LT(bytes.size(), 1'300U);
}

TEST(Summary, ViewDecodesEachPieceAlone) {
    const auto summary = summarize(rich_message(), kSomeDate);
    const auto bytes = serialize(summary);
    const SummaryView view(bytes);
    EXPECT_EQ(view.internal_date(), kSomeDate);
    EXPECT_EQ(view.size(), rich_message().size());
    EXPECT_EQ(view.envelope(), summary.envelope);
    EXPECT_EQ(view.structure(), summary.root);
    EXPECT_EQ(view.headers(), summary.headers);
}

TEST(Summary, AnswersHeaderFieldsLikeTheMessageItself) {
    const auto summary = summarize(rich_message(), kSomeDate);
    const auto bytes = serialize(summary);
    const SummaryView view(bytes);
    const auto header = cut(rich_message(), summary.root.header);
    for (const std::vector<std::string>& names :
         {std::vector<std::string>{"Subject", "FROM", "date", "x-priority", "References"},
          {"Bcc"},
          {}}) {
        EXPECT_EQ(view.header_fields(names), filter_header(header, names, FieldChoice::keep));
    }
    EXPECT_EQ(view.header_fields({"Subject", "Received"}), std::nullopt);
}

TEST(Summary, AnswersHeaderFieldsOfAHeaderWithoutBlankLine) {
    const auto bytes = serialize(summarize("To: a@x\r\nFrom: b@x", kSomeDate));
    EXPECT_EQ(SummaryView(bytes).header_fields({"from"}), "From: b@x");
}

TEST(Summary, KeepsNoHeadersWhereTheyAreTooLarge) {
    const auto summary =
        summarize("To: " + std::string(kMaxCachedHeaderOctets, 'x') + "\r\n\r\n", kSomeDate);
    EXPECT_FALSE(summary.headers_complete);
    EXPECT_TRUE(summary.headers.empty());
    const auto bytes = serialize(summary);
    EXPECT_EQ(SummaryView(bytes).header_fields({"to"}), std::nullopt);
}

TEST(Summary, KnowsTheCachedFieldsByName) {
    EXPECT_TRUE(is_cached_header("References"));
    EXPECT_TRUE(is_cached_header("bcc"));
    EXPECT_TRUE(is_cached_header("X-PRIORITY"));
    EXPECT_FALSE(is_cached_header("Received"));
    EXPECT_FALSE(is_cached_header(""));
}

TEST(Summary, RefusesEveryTruncation) {
    const auto bytes = rich_bytes();
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        EXPECT_THROW(parse_summary(std::string_view(bytes).substr(0, size)), SummaryError) << size;
    }
    EXPECT_THROW(parse_summary(bytes + "x"), SummaryError);
}

TEST(Summary, RefusesAnotherVersionAndSaysWhere) {
    auto bytes = rich_bytes();
    bytes[1] = 2;
    try {
        parse_summary(bytes);
        FAIL();
    } catch (const SummaryError& error) {
        EXPECT_EQ(error.offset, 2U);
        EXPECT_NE(std::string(error.what()).find("version"), std::string::npos);
    }
}

// Either the damage is refused, or it made another valid summary with its one and only form.
void expect_refused_or_canonical(const std::string& bytes) {
    try {
        const auto summary = parse_summary(bytes);
        EXPECT_EQ(serialize(summary), bytes);
    } catch (const SummaryError&) {
    }
}

TEST(Summary, HasOneFormPerValueUnderDamage) {
    const auto bytes = rich_bytes();
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        for (const int value : {0x00, 0x01, 0x7f, 0x80, 0xff, bytes[i] + 1, bytes[i] - 1}) {
            auto damaged = bytes;
            damaged[i] = static_cast<char>(value);
            expect_refused_or_canonical(damaged);
        }
    }
    std::mt19937 random(1);
    for (int round = 0; round < 5'000; ++round) {
        auto damaged = bytes;
        for (int i = 0; i < 3; ++i)
            damaged[random() % damaged.size()] = static_cast<char>(random());
        expect_refused_or_canonical(damaged);
    }
}

TEST(Summary, RefusesCountsThatPromiseMoreThanThereIs) {
    // Ten octets that say: a list of 2^63 addresses.
    const std::string huge = "\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01";
    const std::string envelope = std::string("\0\0", 2) + huge;
    std::string bytes =
        std::string("P\1\3\0\0\0", 6) + static_cast<char>(envelope.size()) + envelope;
    bytes += std::string("\0\0", 2);
    EXPECT_THROW(SummaryView(bytes).envelope(), SummaryError);
}

// Printed for whoever tunes it, with no bound: machines differ.
TEST(Summary, SaysHowFastItIs) {
    const auto bytes = rich_bytes();
    constexpr int kRounds = 10'000;
    std::size_t octets = 0;
    const auto time = [&](const char* what, auto&& act) {
        const auto begin = std::chrono::steady_clock::now();
        for (int i = 0; i < kRounds; ++i) octets += act();
        const std::chrono::duration<double, std::micro> spent =
            std::chrono::steady_clock::now() - begin;
        std::cout << what << ": " << spent.count() / kRounds << " us\n";
    };
    time("envelope from view", [&] { return SummaryView(bytes).envelope().subject->size(); });
    time("structure from view", [&] { return SummaryView(bytes).structure().children.size(); });
    time("whole summary", [&] { return parse_summary(bytes).headers.size(); });
    time("five header fields", [&] {
        return SummaryView(bytes)
            .header_fields({"from", "to", "subject", "date", "references"})
            ->size();
    });
    time("summarize a message",
         [&] { return summarize(rich_message(), kSomeDate).headers.size(); });
    EXPECT_GT(octets, 0U);
}

}  // namespace
}  // namespace postvern::records::test
