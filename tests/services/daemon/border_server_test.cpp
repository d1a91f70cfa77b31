// What the border server says of mail, from LMTP to the numbers that are published. The server is whole; the clock is the
// test's, and the noise comes from a seed, so that two days which differ in mail alone differ in their numbers by that mail.
#include <Poco/Net/HTTPClientSession.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <gmock/gmock.h>

#include <atomic>
#include <iterator>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include "compliance/statistics_job.hpp"
#include "services/daemon/server.hpp"
#include "tests/services/control/site.hpp"
#include "tests/services/net/certificate.hpp"
#include "tests/services/net/transcript.hpp"

namespace postvern::services::daemon {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr std::int64_t kMarch3 = 1'772'496'000;  // 2026-03-03 00:00 UTC
constexpr std::int64_t kDay = 86'400;

const std::string kTls =
    "Received: from mail.fjell.example (mail.fjell.example [192.0.2.25])\r\n\t(using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 "
    "(256/256 bits))\r\n\tby mx1.example.org (Postfix) with ESMTPS id 4ZxY2q1kJbz9sT; Tue, 3 Mar 2026 09:14:07 +0100\r\n";
const std::string kPlain =
    "Received: from mail.fjell.example (unknown [192.0.2.25])\r\n\tby mx1.example.org (Postfix) with ESMTP id 4ZxY; x\r\n";
const std::string kOwner =
    "Received: from [192.0.2.80] (unknown [192.0.2.80])\r\n\tby mx1.example.org (Postfix) with ESMTPSA id 4ZxW; x\r\n";
const std::string kForged = "Received: from a (a [192.0.2.1]) by mx9.example.net with ESMTP id 1; x\r\n" + kTls;

struct Letter {
    std::string header;
    int times;
};

struct Published {
    std::string json;
    std::string metrics;
    records::ReleasedDay day;

    std::int64_t value(const std::string& table, std::size_t number) const {
        for (const auto& each : day.tables) {
            if (each.name == table) return each.numbers.at(number).value.value();
        }
        throw std::logic_error(table + " was not released");
    }
};

// Hands `letter` over, by DATA or in one chunk.
void hand_over(net::Client& relay, const std::string& header, bool in_chunks) {
    const std::string message = header + "Subject: hello\r\n\r\ntext\r\n";
    play(relay, "C: MAIL FROM:<kari@fjell.example>\nS: 250 2.1.0 OK\nC: RCPT TO:<alice@example.org>\nS: 250 2.1.5 OK");
    if (in_chunks) {
        relay.send("BDAT " + std::to_string(message.size()) + " LAST\r\n" + message);
    } else {
        play(relay, "C: DATA\nS: 354 ...");
        relay.send(message + ".\r\n");
    }
    play(relay, "S: 250 2.0.0 Delivered as ...");
}

std::string get(std::uint16_t port, const std::string& target) {
    Poco::Net::HTTPClientSession session("127.0.0.1", port);
    Poco::Net::HTTPRequest request("GET", target, "HTTP/1.1");
    session.sendRequest(request);
    Poco::Net::HTTPResponse response;
    std::istream& body = session.receiveResponse(response);
    return {std::istreambuf_iterator<char>(body), {}};
}

// Enough of other people's mail that no number is suppressed: the noise exceeds 20,000 with probability exp(-20).
void let_others_get_mail(records::Statistics& statistics) {
    using records::ServerLink;
    using records::SpamDecision;
    for (std::uint64_t i = 0; i < 20'000; ++i) {
        const policy::AccountId account{1'000'000 + i};
        statistics.delivered(account);
        for (const auto decision : {SpamDecision::spam, SpamDecision::ham}) statistics.judged(account, decision);
        for (const auto link : {ServerLink::encrypted, ServerLink::plain}) statistics.handed_over(account, link);
    }
}

void let_the_day_end(Server& server, std::atomic<std::int64_t>& now) {
    compliance::StatisticsJob job(server.house().site(), server.house().gate(),
                                  [](compliance::StatisticsJob::Trouble, std::uint64_t) { FAIL(); });
    now = kMarch3 + kDay;
    job.run_once();  // the job's own thread may have been quicker
}

// What is published of a day on which these letters come to alice, on a site of its own.
Published after(const std::vector<Letter>& letters, bool is_asked = true) {
    const control::ScratchSite site;
    site.add_alice();
    auto configuration = site.configuration();
    const auto certificate = net::make_certificate(site.root(), "localhost");
    configuration.certificate = certificate.chain;
    configuration.key = certificate.key;
    configuration.lmtp = {"127.0.0.1:0"};
    configuration.publish = "127.0.0.1:0";
    if (is_asked) {
        configuration.border_servers = {"mx1.example.org"};
        configuration.spam_field = "X-Spam-Status";
    }
    std::atomic<std::int64_t> now{kMarch3};
    auto settings = configuration.house();
    settings.site.clock = [&now] { return now.load(); };
    settings.site.statistics_random = [generator = std::mt19937_64(7)]() mutable { return generator(); };
    Server server(configuration, std::move(settings));
    server.start();

    let_others_get_mail(server.house().site().statistics());
    net::Client relay(server.ports().lmtp);
    play(relay, "S: 220 ...\nC: LHLO mx1.example.org");
    while (!relay.line().starts_with("250 ")) {}
    for (const Letter& letter : letters) {
        for (int i = 0; i < letter.times; ++i) hand_over(relay, letter.header, i % 2 == 1);
    }
    let_the_day_end(server, now);
    const auto days = server.house().site().statistics().released();
    EXPECT_EQ(days.size(), 1U);
    return {get(server.ports().publish, "/statistics.json"), get(server.ports().publish, "/metrics"), days.at(0)};
}

TEST(Border, IsCountedByWhatItSaysOfEachDelivery) {
    const std::string spam = "X-Spam-Status: Yes, score=15.3 required=5.0\r\n";
    const std::string ham = "X-Spam-Status: No, score=-1.9\r\n";
    const auto without = after({});
    const auto with = after({{kTls + ham, 5}, {ham + kPlain, 3}, {spam + kPlain, 4}, {kTls, 2}, {kOwner + ham, 6}, {kForged + spam, 1}, {"", 2}});
    const auto difference = [&](const char* table, std::size_t number) {
        return with.value(table, number) - without.value(table, number);
    };
    EXPECT_EQ(difference("deliveries", 0), 23);
    EXPECT_EQ(difference("spam_decisions", 0), 5);
    EXPECT_EQ(difference("spam_decisions", 1), 14);
    EXPECT_EQ(difference("tls_between_servers", 0), 7);
    EXPECT_EQ(difference("tls_between_servers", 1), 7);

    const auto text = [&](const char* table, std::size_t number) { return std::to_string(with.value(table, number)); };
    EXPECT_THAT(with.json, HasSubstr("\"spam_decisions\": {\"spam\": " + text("spam_decisions", 0) + ", \"ham\": " +
                                     text("spam_decisions", 1) + '}'));
    EXPECT_THAT(with.json, HasSubstr("\"tls_between_servers\": {\"encrypted\": " + text("tls_between_servers", 0) +
                                     ", \"plain\": " + text("tls_between_servers", 1) + '}'));
    EXPECT_THAT(with.metrics, HasSubstr("\npostvern_spam_decisions{outcome=\"spam\"} " + text("spam_decisions", 0) + '\n'));
    EXPECT_THAT(with.metrics, HasSubstr("\npostvern_tls_between_servers{outcome=\"plain\"} " + text("tls_between_servers", 1) + '\n'));
    EXPECT_THAT(with.metrics, HasSubstr("postvern_statistics_margin{table=\"tls_between_servers\"} 2973\n"));
}

TEST(Border, CountsOneAccountUpToItsBoundInEachTable) {
    const auto without = after({});
    const auto with = after({{"X-Spam-Status: Yes\r\n" + kTls, 20}, {"X-Spam-Status: No\r\n" + kPlain, 20}});
    for (const char* table : {"spam_decisions", "tls_between_servers"}) {
        EXPECT_EQ(with.value(table, 0) - without.value(table, 0), 20) << table;
        EXPECT_EQ(with.value(table, 1) - without.value(table, 1), 12) << table;
    }
}

TEST(Border, IsNotCountedWhereTheSiteDoesNotNameIt) {
    const auto published = after({{"X-Spam-Status: Yes\r\n" + kTls, 1}}, false);
    EXPECT_EQ(published.day.tables.size(), 3U);
    EXPECT_THAT(published.metrics, Not(HasSubstr("postvern_spam_decisions")));
    EXPECT_THAT(published.metrics, Not(HasSubstr("postvern_tls_between_servers")));
}

}  // namespace
}  // namespace postvern::services::daemon
