#include <gtest/gtest.h>

#include <string>

#include "services/smtp/grammar/date.hpp"
#include "services/smtp/grammar/reply.hpp"
#include "services/smtp/grammar/trace.hpp"

namespace postvern::services::smtp::grammar {
namespace {

std::string written(const Reply& reply) {
    std::string text;
    write(text, reply);
    return text;
}

TEST(Reply, IsWrittenWithItsEnhancedCode) {
    EXPECT_EQ(written({250, Enhanced{1, 5}, "OK"}), "250 2.1.5 OK\r\n");
    EXPECT_EQ(written({552, Enhanced{3, 4}, "Large"}), "552 5.3.4 Large\r\n");
    EXPECT_EQ(written({452, Enhanced{3, 1}, "Later"}), "452 4.3.1 Later\r\n");
    EXPECT_EQ(written({220, std::nullopt, "host"}), "220 host\r\n");
    EXPECT_EQ(written({354, Enhanced{0, 0}, "Go"}), "354 Go\r\n");
    EXPECT_EQ(written({334, std::nullopt, ""}), "334 \r\n");
}

TEST(Reply, RepeatsItsCodeOnEveryLine) {
    EXPECT_EQ(written({250, std::nullopt, "host\nSIZE 1\nCHUNKING"}),
              "250-host\r\n250-SIZE 1\r\n250 CHUNKING\r\n");
    EXPECT_EQ(written({214, Enhanced{0, 0}, "a\nb"}), "214-2.0.0 a\r\n214 2.0.0 b\r\n");
}

TEST(Reply, LetsNoControlCharacterThrough) {
    EXPECT_EQ(written({500, std::nullopt, "a\r\xC3\xA5"}), "500 a???\r\n");
}

TEST(DateTime, IsThatOfRfc5322InUtc) {
    EXPECT_EQ(date_time(0), "Thu, 1 Jan 1970 00:00:00 +0000");
    EXPECT_EQ(date_time(1709210096), "Thu, 29 Feb 2024 12:34:56 +0000");
    EXPECT_EQ(date_time(-1), "Wed, 31 Dec 1969 23:59:59 +0000");
}

TEST(Trace, NamesTheRelayThatHandedTheMessageIn) {
    const Trace trace{.sender = Mailbox{"a", "b"},
                      .client = "relay.example",
                      .host = "mail.example.org",
                      .protocol = "LMTP",
                      .id = "XYZ",
                      .moment = 0};
    EXPECT_EQ(trace_fields(trace),
              "Return-Path: <a@b>\r\nReceived: from relay.example by mail.example.org with LMTP id "
              "XYZ;\r\n\tThu, 1 Jan 1970 00:00:00 +0000\r\n");
}

TEST(Trace, NamesNobodyForSubmittedMail) {
    const Trace trace{.sender = std::nullopt,
                      .client = std::nullopt,
                      .host = "mail.example.org",
                      .protocol = "ESMTPSA",
                      .id = "XYZ",
                      .moment = 0};
    EXPECT_EQ(trace_fields(trace),
              "Return-Path: <>\r\nReceived: by mail.example.org with ESMTPSA id XYZ;\r\n\t"
              "Thu, 1 Jan 1970 00:00:00 +0000\r\n");
}

TEST(Trace, WritesNoNameThatIsNoHost) {
    Trace trace{.sender = std::nullopt,
                .client = "x;by=evil(",
                .host = "h",
                .protocol = "LMTP",
                .id = "i",
                .moment = 0};
    EXPECT_NE(trace_fields(trace).find("from unknown by h"), std::string::npos);
}

}  // namespace
}  // namespace postvern::services::smtp::grammar
