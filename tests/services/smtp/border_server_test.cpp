#include "services/smtp/border_server.hpp"

#include <gtest/gtest.h>

namespace postvern::services::smtp {
namespace {

using records::ServerLink;
using records::SpamDecision;

const BorderServer kBorder{{"mx1.example.org", "mx2.example.org"}, "X-Spam-Status"};

const std::string kWithTls =
    "Received: from mail.fjell.example (mail.fjell.example [192.0.2.25])\r\n\t(using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 "
    "(256/256 bits))\r\n\tby mx1.example.org (Postfix) with ESMTPS id 4ZxY2q1kJbz9sT\r\n\tfor <alice@example.org>; Tue,  3 Mar "
    "2026 09:14:07 +0100 (CET)\r\n";
const std::string kWithout =
    "Received: from mail.fjell.example (unknown [192.0.2.25])\r\n\tby MX2.example.org (Postfix) with ESMTP id 4ZxY2q1kJbz9sU; "
    "Tue,  3 Mar 2026 09:14:07 +0100 (CET)\r\n";
const std::string kFromItsFilter =
    "Received: from localhost (localhost [127.0.0.1]) by mx1.example.org (Postfix) with ESMTP id 4ZxY; x\r\n";
const std::string kFromItsCommand = "Received: by mx1.example.org (Postfix, from userid 33) id 4ZxZ; x\r\n";
const std::string kByOwner =
    "Received: from [192.0.2.80] (unknown [192.0.2.80]) by mx1.example.org (Postfix) with ESMTPSA id 4ZxW; x\r\n";
const std::string kByAStranger =
    "Received: from EX2.fjell.example (192.0.2.31) by EX1.fjell.example (192.0.2.30) with ESMTPS id 1; x\r\n";
const std::string kText = "Subject: hello\r\n\r\ntext\r\n";

std::optional<ServerLink> link_of(const std::string& header) { return report_of(kBorder, header + kText).link; }
std::optional<SpamDecision> decision_of(const std::string& header) { return report_of(kBorder, header + kText).spam; }

TEST(BorderServer, SaysHowAnotherServerHandedAMessageOver) {
    EXPECT_EQ(link_of(kWithTls + kByAStranger), ServerLink::encrypted);
    EXPECT_EQ(link_of(kWithout + kByAStranger), ServerLink::plain);
    EXPECT_EQ(link_of("X-Spam-Status: No\r\nX-Other: x\r\n" + kWithout), ServerLink::plain);
}

// RFC 5321 4.1.2: as Postfix writes it for such a recipient.
TEST(BorderServer, CountsWhatCameForAQuotedLocalPart) {
    const std::string quoted = "Received: from mail.fjell.example (unknown [192.0.2.25])\r\n\tby mx1.example.org (Postfix) with ESMTPS "
                               "id 4ZxY2q1kJbz9sT\r\n\tfor <\"a by mx2.example.org with ESMTP; b\"@example.org>; Tue,  3 Mar 2026\r\n";
    EXPECT_EQ(link_of(quoted + kByAStranger), ServerLink::encrypted);
}

TEST(BorderServer, IsNobodyElseWhoClaimsToBeIt) {
    EXPECT_EQ(link_of(kByAStranger), std::nullopt);
    EXPECT_EQ(link_of(kByAStranger + kWithTls), std::nullopt) << "what stands below a stranger's field is a stranger's";
    EXPECT_EQ(link_of(kWithout + kWithTls), ServerLink::plain) << "the topmost counts";
    EXPECT_EQ(link_of("Received: from localhost (unknown [192.0.2.66]) by mx1.example.org with ESMTP; x\r\n" + kWithTls),
              ServerLink::plain)
        << "a stranger who calls itself localhost";
    EXPECT_EQ(link_of("Received: garbage\r\n" + kWithTls), std::nullopt);
    EXPECT_EQ(link_of(""), std::nullopt);
    EXPECT_EQ(report_of(kBorder, kText + kWithTls).link, std::nullopt) << "in the body";
}

TEST(BorderServer, DoesNotCountWhatOwnersHandInOrItWroteItself) {
    EXPECT_EQ(link_of(kByOwner), std::nullopt);
    EXPECT_EQ(link_of(kByOwner + kWithTls), std::nullopt);
    EXPECT_EQ(link_of(kFromItsCommand), std::nullopt);
    EXPECT_EQ(link_of(kFromItsFilter), std::nullopt);
}

TEST(BorderServer, IsFollowedThroughItsOwnFilters) {
    EXPECT_EQ(link_of(kFromItsFilter + kWithTls), ServerLink::encrypted);
    EXPECT_EQ(link_of(kFromItsCommand + kWithTls), ServerLink::encrypted);
    EXPECT_EQ(link_of(kFromItsFilter + kByOwner), std::nullopt);
    EXPECT_EQ(link_of(kFromItsFilter + kByAStranger + kWithTls), std::nullopt);
    const std::string amavis = "Received: from mx1.example.org ([127.0.0.1]) by localhost (amavis [127.0.0.1]) with ESMTP id 3; x\r\n";
    EXPECT_EQ(link_of(kFromItsFilter + amavis + kWithTls), std::nullopt) << "localhost was not named";
    const BorderServer with_amavis{{"mx1.example.org", "localhost"}, ""};
    EXPECT_EQ(report_of(with_amavis, kFromItsFilter + amavis + kWithTls + kText).link, ServerLink::encrypted);
}

TEST(BorderServer, SaysWhatItsFilterDecided) {
    EXPECT_EQ(decision_of("X-Spam-Status: Yes, score=12.0\r\n"), SpamDecision::spam);
    EXPECT_EQ(decision_of("x-spam-status: No,\r\n score=1\r\n"), SpamDecision::ham);
    EXPECT_EQ(decision_of(""), std::nullopt) << "not judged is not ham";
    EXPECT_EQ(decision_of("X-Spam-Flag: YES\r\n"), std::nullopt) << "another field than the one named";
    EXPECT_EQ(decision_of("X-Spam-Status: No\r\nX-Spam-Status: Yes\r\n"), std::nullopt) << "one is a stranger's";
    EXPECT_EQ(decision_of("X-Spam-Status: No\r\nX-Spam-Status: No\r\n"), std::nullopt);
    EXPECT_EQ(decision_of("X-Spam-Status: perhaps\r\n"), std::nullopt);
    EXPECT_EQ(decision_of("Received: garbage\r\nX-Spam-Status: Yes\r\n"), SpamDecision::spam) << "each by itself";
    EXPECT_EQ(report_of(kBorder, "Subject: x\r\n\r\nX-Spam-Status: Yes\r\n").spam, std::nullopt);
}

TEST(BorderServer, IsAskedOnlyWhatIsConfigured) {
    const std::string message = kWithTls + "X-Spam-Status: Yes\r\n" + kText;
    EXPECT_EQ(report_of({}, message), BorderReport{});
    EXPECT_EQ(report_of({kBorder.hosts, ""}, message), (BorderReport{{}, ServerLink::encrypted}));
    EXPECT_EQ(report_of({{}, kBorder.spam_field}, message), (BorderReport{SpamDecision::spam, {}}));
}

TEST(BorderServer, SaysNothingInAHeaderThatIsMalformedOrTooLarge) {
    const std::string fields = kWithTls + "X-Spam-Status: Yes\r\n";
    EXPECT_EQ(report_of(kBorder, fields + "no field\r\n" + kText), BorderReport{});
    EXPECT_EQ(report_of(kBorder, fields + "X-Cut: off"), BorderReport{});
    std::string long_header = fields;
    while (long_header.size() <= kLargestHeader) long_header += "X-More: " + std::string(900, 'x') + "\r\n";
    EXPECT_EQ(report_of(kBorder, long_header + kText), BorderReport{});
    EXPECT_EQ(report_of(kBorder, fields + kText + std::string(kLargestHeader, 'x')).spam, SpamDecision::spam) << "a large body";
    EXPECT_EQ(report_of(kBorder, ""), BorderReport{});
    EXPECT_EQ(report_of(kBorder, fields), (BorderReport{SpamDecision::spam, ServerLink::encrypted})) << "a header alone";
}

}  // namespace
}  // namespace postvern::services::smtp
