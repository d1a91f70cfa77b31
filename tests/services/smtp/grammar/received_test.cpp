#include "services/smtp/grammar/received.hpp"

#include <gtest/gtest.h>

#include <string>

namespace postvern::services::smtp::grammar {
namespace {

using From = Received::From;

struct Form {
    const char* who;
    const char* body;
    From from;
    const char* by;
    const char* with;
};

// As these servers write them; names and addresses are examples.
const Form kForms[] = {
    {"RFC 5321 D.3",
     " from foo.com by bar.com with ESMTP id ABC12345; Thu, 21 May 1998 05:33:29 -0700", From::another, "bar.com", "ESMTP"},
    {"RFC 5322 A.4",
     " from x.y.test\r\n\tby example.net\r\n\tvia TCP\r\n\twith ESMTP\r\n\tid ABC12345\r\n\tfor <mary@example.net>;  "
     "21 Nov 1997 10:05:43 -0600\r\n",
     From::another, "example.net", "ESMTP"},
    {"Postfix",
     " from mail.fjell.example (mail.fjell.example [192.0.2.25])\r\n\tby mx1.example.org (Postfix) with ESMTP id 4ZxY2q1kJbz9sT"
     "\r\n\tfor <alice@example.org>; Tue,  3 Mar 2026 09:14:07 +0100 (CET)\r\n",
     From::another, "mx1.example.org", "ESMTP"},
    {"Postfix, smtpd_tls_received_header",
     " from mail.fjell.example (mail.fjell.example [IPv6:2001:db8::25])\r\n\t(using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 "
     "(256/256 bits)\r\n\t key-exchange X25519 server-signature RSA-PSS (2048 bits) server-digest SHA256)\r\n\t(Client CN "
     "\"mail.fjell.example\", Issuer \"E5\" (verified OK))\r\n\tby mx1.example.org (Postfix) with ESMTPS id 4ZxY2q1kJbz9sT\r\n\t"
     "for <alice@example.org>; Tue,  3 Mar 2026 09:14:07 +0100 (CET)\r\n",
     From::another, "mx1.example.org", "ESMTPS"},
    {"Postfix, SMTPUTF8",
     " from mail.bl\xC3\xA5.example (unknown [192.0.2.25])\r\n\tby mx1.example.org (Postfix) with UTF8SMTPS id 4ZxY2q1kJbz9sT;\r\n\t"
     "Tue,  3 Mar 2026 09:14:07 +0100 (CET)\r\n",
     From::another, "mx1.example.org", "UTF8SMTPS"},
    {"Postfix, from its filter",
     " from localhost (localhost [127.0.0.1])\r\n\tby mx1.example.org (Postfix) with ESMTP id 4ZxY2q1kJbz9sT; Tue,  3 Mar 2026 "
     "09:14:08 +0100 (CET)\r\n",
     From::loopback, "mx1.example.org", "ESMTP"},
    {"Postfix, from its filter by IPv6", " from mx1.example.org (localhost [IPv6:::1]) by mx1.example.org with ESMTP; x",
     From::loopback, "mx1.example.org", "ESMTP"},
    {"Postfix, sendmail command", " by mx1.example.org (Postfix, from userid 33)\r\n\tid 4ZxY2q1kJbz9sT; Tue,  3 Mar 2026", From::absent,
     "mx1.example.org", ""},
    {"amavis", " from mx1.example.org ([127.0.0.1])\r\n by localhost (amavis.example.org [127.0.0.1]) (amavis, port 10024)\r\n with "
     "ESMTP id 3yQ-8mXkDvEo; Tue,  3 Mar 2026 09:14:07 +0100 (CET)\r\n",
     From::loopback, "localhost", "ESMTP"},
    {"Exim",
     " from mail.fjell.example ([192.0.2.25]:48322 helo=post)\r\n\tby mx1.example.org with esmtps  (TLS1.3) tls "
     "TLS_AES_256_GCM_SHA384\r\n\t(Exim 4.96)\r\n\t(envelope-from <kari@fjell.example>)\r\n\tid 1vxLqC-00000004aBc-1dEf\r\n\tfor "
     "alice@example.org;\r\n\tTue, 03 Mar 2026 09:14:07 +0100\r\n",
     From::another, "mx1.example.org", "esmtps"},
    {"Exim, on the machine",
     " from alice by mx1.example.org with local (Exim 4.96)\r\n\tid 1vxLqC-00000004aBc-1dEf; Tue, 03 Mar 2026 09:14:07 +0100",
     From::another, "mx1.example.org", "local"},
    {"Exchange",
     " from EX2.fjell.example (192.0.2.31) by EX1.fjell.example\r\n (192.0.2.30) with Microsoft SMTP Server (version=TLS1_2,\r\n "
     "cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id 15.2.1544.11; Tue, 3 Mar\r\n 2026 09:14:06 +0100\r\n",
     From::another, "EX1.fjell.example", "Microsoft"},
    {"Exchange, HTTPS", " from EX2.fjell.example ([::1]) by EX2.fjell.example ([fe80::1%10]) with mapi id\r\n 15.02.1544.011; x",
     From::loopback, "EX2.fjell.example", "mapi"},
    {"Sendmail",
     " from mail.fjell.example (mail.fjell.example [192.0.2.25])\r\n\tby mx1.example.org (8.17.1/8.17.1/Debian-2) with ESMTPS id "
     "6238E7aB001234\r\n\t(version=TLSv1.3 cipher=TLS_AES_256_GCM_SHA384 bits=256 verify=NOT)\r\n\tfor <alice@example.org>; Tue, "
     "3 Mar 2026 09:14:07 +0100",
     From::another, "mx1.example.org", "ESMTPS"},
    {"qmail", " (qmail 12345 invoked by uid 89); 3 Mar 2026 08:14:07 -0000", From::absent, "", ""},
    {"Google", " by 2002:a05:6402:1d4b:b0:123:4567:89ab with SMTP id x11csp1234;\r\n        Tue, 3 Mar 2026", From::absent,
     "2002:a05:6402:1d4b:b0:123:4567:89ab", "SMTP"},
    {"OpenSMTPD",
     " from mail.fjell.example (mail.fjell.example [192.0.2.25])\r\n\tby mx1.example.org (OpenSMTPD) with ESMTPS id 5f3c2a1b "
     "(TLSv1.3:TLS_CHACHA20_POLY1305_SHA256:256:NO)\r\n\tfor <alice@example.org>;\r\n\tTue, 3 Mar 2026 09:14:07 +0100 (CET)",
     From::another, "mx1.example.org", "ESMTPS"},
};

TEST(Received, IsReadAsServersWriteIt) {
    for (const Form& form : kForms) {
        SCOPED_TRACE(form.who);
        const auto received = parse_received(form.body);
        EXPECT_EQ(received.from, form.from);
        EXPECT_EQ(received.by, form.by);
        EXPECT_EQ(received.with, form.with);
    }
}

// Whoever sends the message chooses the local part: nothing in it is read as a clause.
TEST(Received, MayNameAQuotedLocalPart) {
    for (const char* who : {R"(<"a b"@example.org>)", R"("a b"@example.org)", R"(<@relay.example:"a b"@example.org>)",
                            R"(<@a.example,@b.example:"a b"@[192.0.2.1]>)", R"(<"a;b"@example.org>)", R"(<"a (b"@example.org>)",
                            R"(<"a\\"@example.org>)", R"(<"a\" by evil.example with ESMTPS; \""@example.org>)",
                            R"(<""@example.org>)", "<\"bl\xC3\xA5 b\"@example.org>"}) {
        const std::string value = std::string("from x ([192.0.2.25]) by mx1.example.org with ESMTP id 1 for ") + who + "; x";
        const auto received = parse_received(value);
        EXPECT_EQ(received.from, From::another) << who;
        EXPECT_EQ(received.by, "mx1.example.org") << who;
        EXPECT_EQ(received.with, "ESMTP") << who;
    }
    // Additional-Registered-Clauses have strings as well; what stands behind them counts.
    EXPECT_EQ(parse_received(R"(by b x "with ESMTPS;" with SMTP; x)").with, "SMTP");
    EXPECT_EQ(parse_received(R"(by b id <"1 2"@example.org>(c) with SMTP; x)").with, "SMTP");
}

// What the client calls itself, and what its certificate is made out to, is the client's choice.
TEST(Received, DoesNotTakeAStrangersNameForTheMachineItself) {
    for (const char* from : {"from localhost (unknown [192.0.2.66])", "from [127.0.0.1] (unknown [192.0.2.66])",
                             "from [127.0.0.1] (192.0.2.66)", "from [192.0.2.66] (helo=[127.0.0.1])",
                             "from x ([192.0.2.66] helo=[127.0.0.1])", "from [127.0.0.1] (unknown)",
                             "from x (unknown [192.0.2.66]) (Client CN \"[127.0.0.1]\", Issuer \"x\" (not verified))",
                             "from x ([127.0.0.1.evil.example])", "from x ([127.0.0.1)", "from x ([IPv6:::12])", "from x",
                             "from x ([128.0.0.1])"}) {
        EXPECT_EQ(parse_received(std::string(from) + " by mx1.example.org with ESMTP; x").from, From::another) << from;
    }
}

TEST(Received, IsRefusedWhereReadersCouldDiffer) {
    for (const std::string body :
         {"", " ", "from", "from a", "from a by b", "from a by b with ESMTP", "from a by", "by b with;",
          "by b by c with ESMTP; x", "by b with ESMTP with ESMTPS; x", "from a from a by b; x", "by b (comment; x",
          "by b (nested (comment); x", "by b) with ESMTP; x", "by \"b\" with ESMTP; x", "by b (\x01); x", "by b\x7f; x",
          "by b (ends with \\", "by b with \"ESMTP\"; x", "from \"a\" by b; x", "by b for \"a; x", "by b for <\"a@x>; y",
          "by b for <a\"b\"@x>; y", "by b for <a\\\"b@x>; y", "by b for <\"a\".\"b\"@x>; y", "by b for <\"a\" @x>; y",
          "by b for <\"a\">; y", "by b for \"a\"b; y", "by b for x\"a\"@y; z", "by b for <\"a\r\n b\"@x>; y",
          "by b for <\"a\tb\"@x>; y", "by b for <\"a\x01\"@x>; y", "by b for <\"a\\"}) {
        EXPECT_THROW(parse_received(body), SyntaxError) << body;
    }
    EXPECT_THROW(parse_received(std::string_view("by b\0; x", 8)), SyntaxError);
    EXPECT_THROW(parse_received("by b (" + std::string(kLongestReceived, 'x') + "); x"), SyntaxError);
}

TEST(Received, PassesOverCommentsOfAnyDepthAndWhatTheyQuote) {
    const auto received = parse_received("(a (b) \\) with ESMTPS)by(c)mx1.example.org(d)with(e)SMTP(f);x");
    EXPECT_EQ(received.by, "mx1.example.org");
    EXPECT_EQ(received.with, "SMTP");
    const std::string deep = std::string(1500, '(') + std::string(1500, ')');
    EXPECT_EQ(parse_received(deep + "by b" + "; x").by, "b");
}

TEST(Transmission, IsBetweenServersWithoutAuthenticationAndNotWithinASite) {
    struct { const char* with; Transmission transmission; } const kTypes[] = {
        {"SMTP", Transmission::plain},         {"ESMTP", Transmission::plain},       {"UTF8SMTP", Transmission::plain},
        {"ESMTPS", Transmission::encrypted},   {"esmtps", Transmission::encrypted},  {"UTF8SMTPS", Transmission::encrypted},
        {"ESMTPA", Transmission::other},       {"ESMTPSA", Transmission::other},     {"UTF8SMTPA", Transmission::other},
        {"UTF8SMTPSA", Transmission::other},   {"LMTP", Transmission::other},        {"LMTPS", Transmission::other},
        {"LMTPA", Transmission::other},        {"LMTPSA", Transmission::other},      {"UTF8LMTP", Transmission::other},
        {"UTF8LMTPS", Transmission::other},    {"UTF8LMTPA", Transmission::other},   {"UTF8LMTPSA", Transmission::other},
        {"MMS", Transmission::other},          {"HTTP", Transmission::other},        {"local", Transmission::other},
        {"Microsoft", Transmission::other},    {"", Transmission::other},            {"ESMTPSX", Transmission::other},
    };
    for (const auto& [with, transmission] : kTypes) EXPECT_EQ(transmission_of(with), transmission) << with;
}

}  // namespace
}  // namespace postvern::services::smtp::grammar
