#include "records/statistics/release.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <iterator>
#include <random>
#include <sstream>

#include "records/ledger/signed_note.hpp"
#include "records/statistics/exposition.hpp"
#include "test_places.hpp"

namespace postvern::records::statistics {
namespace {

constexpr std::string_view kOrigin = "postvern.00112233445566778899aabbccddeeff/statistics";
constexpr Day kMarch3{20'515};

RandomWords seeded(std::uint64_t seed) {
    return [generator = std::mt19937_64(seed)]() mutable { return generator(); };
}

Release example() {
    return {1,
            {kMarch3,
             0,
             {{"deliveries", 1, 32, {{"messages", 18'403}}},
              {"sign_ins", 1, 4, {{"sign_ins", {}}}},
              {"storage", 1, 1'024, {{"mebibytes", 512'310}}}}},
            sha256(std::string_view{})};
}

// As docs/formats/statistics.md shows it.
constexpr std::string_view kExample =
    "postvern.00112233445566778899aabbccddeeff/statistics\n"
    "release 1\n"
    "day 2026-03-03\n"
    "since 00:00\n"
    "previous 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"
    "deliveries epsilon 1/31 sensitivity 32 noise 1/992 messages 18403\n"
    "sign_ins epsilon 1/31 sensitivity 4 noise 1/124 sign_ins -\n"
    "storage epsilon 1/31 sensitivity 1024 noise 1/31744 mebibytes 512310\n";

TEST(Release, IsWrittenAndReadAsTheFormatSays) {
    EXPECT_EQ(text_of(example(), kOrigin), kExample);
    EXPECT_EQ(parse_release(kExample, kOrigin), example());
}

TEST(Release, IsSignedAsTheWorkedExampleOfTheFormatShows) {
    std::ifstream file(POSTVERN_SOURCE_DIR "/docs/formats/statistics.md");
    const std::string page{std::istreambuf_iterator<char>(file), {}};
    std::string seed;
    for (char octet = 0; octet < 32; ++octet) seed += octet;
    const ledger::NoteSigner signer("postvern.00112233445566778899aabbccddeeff/ledger", Secret::copy_of(seed));
    std::istringstream note(signer.sign(text_of(example(), kOrigin)));
    for (std::string line; std::getline(note, line);) {
        EXPECT_NE(page.find((line.empty() ? "" : "    ") + line + '\n'), std::string::npos) << line;
    }
    EXPECT_NE(page.find(signer.verifier_key()), std::string::npos);
}

TEST(Release, IsReadOnlyAsItWouldBeWritten) {
    const struct {
        std::string_view from;
        std::string_view to;
    } kChanges[] = {
        {"release 1\n", "release 01\n"},    {"release 1\n", "release -1\n"},   {"release 1\n", ""},
        {"2026-03-03", "2026-02-30"},       {"2026-03-03", "2026-3-03 "},      {"since 00:00", "since 24:00"},
        {"since 00:00", "since 0:000"},     {"47DEQ", "47DE="},                {"epsilon 1/31", "epsilon 1/30"},
        {"epsilon 1/31", "epsilon 0/31"},   {"epsilon 1/31", "epsilon 32/31"}, {"noise 1/992", "noise 2/1984"},
        {"noise 1/992", "noise 1/99"},      {"18403", "9"},                    {"18403", "-18403"},
        {"18403", "018403"},                {"messages 18403", "messages"},    {"messages 18403", ""},
        {"sensitivity 32", "sensitivity 0"}, {"/statistics\n", "/ledger\n"},   {"512310\n", "512310"},
        {"sign_ins epsilon", "sign_ins  epsilon"},
    };
    for (const auto& change : kChanges) {
        std::string text(kExample);
        text.replace(text.find(change.from), change.from.size(), change.to);
        EXPECT_FALSE(parse_release(text, kOrigin)) << change.from << " -> " << change.to;
    }
}

TEST(Release, NoiseIsWrittenInLowestTerms) {
    const Noise noise = noise_of(31, 32);
    EXPECT_EQ(noise.numerator, 1U);
    EXPECT_EQ(noise.denominator, 32U);
}

constexpr std::array kReported = {StatisticsTable::spam_decisions, StatisticsTable::tls_between_servers};

// The parameter comes back from what is released, not only from the sampler.
TEST(Release, CarriesTheNoiseThatItNames) {
    constexpr std::uint64_t kTrue = 1'000'000;
    constexpr int kDays = 20'000;
    CountedDay day{kMarch3, beginning_of(kMarch3), {}};
    for (auto& row : day.sums) row.fill(kTrue);
    Sampler sampler(seeded(11));
    std::array<double, kStatisticsTableCount> distance{};
    for (int i = 0; i < kDays; ++i) {
        const auto released = with_noise(day, sampler, kReported);
        for (std::size_t table = 0; table < distance.size(); ++table) {
            distance[table] += std::abs(static_cast<double>(*released.tables[table].numbers[0].value) - kTrue);
        }
    }
    for (std::size_t table = 0; table < distance.size(); ++table) {
        const double mean = distance[table] / kDays;
        const double epsilon = -std::log((std::sqrt(1 + mean * mean) - 1) / mean) * kTables[table].sensitivity;
        EXPECT_NEAR(epsilon * 31, 1, 5 / std::sqrt(kDays)) << table;
    }
}

TEST(Release, PublishesNothingBelowTen) {
    Sampler sampler(seeded(12));
    int suppressed = 0;
    for (int i = 0; i < 2'000; ++i) {
        for (const auto& table : with_noise({kMarch3, beginning_of(kMarch3), {}}, sampler, {}).tables) {
            for (const auto& number : table.numbers) {
                if (!number.value) ++suppressed;
                EXPECT_GE(number.value.value_or(10), 10);
            }
        }
    }
    EXPECT_NEAR(suppressed, 3'000, 300);  // half of the noise is below, and a little more
}

TEST(Release, LeavesOutTablesThatNothingFeeds) {
    Sampler sampler(seeded(13));
    const auto released = with_noise({kMarch3, beginning_of(kMarch3), {}}, sampler, {});
    ASSERT_EQ(released.tables.size(), 3U);
    for (const auto& table : released.tables) {
        EXPECT_NE(table.name, "spam_decisions");
        EXPECT_NE(table.name, "tls_between_servers");
    }
}

TEST(Release, HasTheTablesThatTheBorderServerFeeds) {
    CountedDay day{kMarch3, beginning_of(kMarch3), {}};
    day.sums[index_of(StatisticsTable::tls_between_servers)] = {100'000, 50'000};
    Sampler sampler(seeded(15));
    const auto released = with_noise(day, sampler, std::array{StatisticsTable::tls_between_servers});
    ASSERT_EQ(released.tables.size(), 4U);
    const ReleasedTable& table = released.tables.back();
    EXPECT_EQ(table.name, "tls_between_servers");
    EXPECT_EQ(table.sensitivity, 32U);
    ASSERT_EQ(table.numbers.size(), 2U);
    // Scale 992: the noise exceeds 20,000 with probability exp(-20).
    EXPECT_EQ(table.numbers[0].name, "encrypted");
    EXPECT_NEAR(static_cast<double>(table.numbers[0].value.value_or(0)), 100'000, 20'000);
    EXPECT_EQ(table.numbers[1].name, "plain");
    EXPECT_NEAR(static_cast<double>(table.numbers[1].value.value_or(0)), 50'000, 20'000);

    const Release whole{1, released, {}};
    EXPECT_EQ(parse_release(text_of(whole, "o"), "o"), whole);
    const std::string json = to_json({&released, 1}, "key");
    EXPECT_NE(json.find("handed to the border server, with TLS or without, at most 32 a day of one account\", "
                        "\"released\": true, \"numbers\": [\"encrypted\", \"plain\"]"),
              std::string::npos);
    EXPECT_NE(json.find("at most 32 a day of one account\", \"released\": false, \"numbers\": [\"spam\", \"ham\"]"),
              std::string::npos);
    const std::string metrics = to_open_metrics({&released, 1});
    EXPECT_NE(metrics.find("\npostvern_tls_between_servers{outcome=\"encrypted\"} " +
                           std::to_string(*table.numbers[0].value)),
              std::string::npos);
    EXPECT_EQ(metrics.find("postvern_spam_decisions"), std::string::npos);
}

TEST(ReleasedTable, SaysWithinWhatItsNoiseLies) {
    Sampler sampler(seeded(14));
    for (const Table& table : kTables) {
        const Noise noise = noise_of(table.shares, table.sensitivity);
        const auto margin = static_cast<std::int64_t>(
            ReleasedTable{std::string(table.name), table.shares, table.sensitivity, {}}.margin());
        int within = 0;
        constexpr int kDraws = 40'000;
        for (int i = 0; i < kDraws; ++i) {
            if (std::abs(sampler.two_sided_geometric(noise.numerator, noise.denominator)) <= margin) ++within;
        }
        EXPECT_NEAR(static_cast<double>(within) / kDraws, 0.95, 0.006) << table.name;
    }
}

TEST(Exposition, IsOpenMetricsOfTheLatestDay) {
    const ReleasedDay day = example().day;
    EXPECT_EQ(to_open_metrics({&day, 1}),
              "# TYPE postvern_statistics_day_seconds gauge\n"
              "# HELP postvern_statistics_day_seconds Unix time at which the day of these numbers began.\n"
              "postvern_statistics_day_seconds 1772496000\n"
              "# TYPE postvern_deliveries gauge\n"
              "# HELP postvern_deliveries Of a day, with noise, absent below 10 of its unit: messages put into mailboxes, at "
              "most 32 a day of one account.\n"
              "postvern_deliveries 18403\n"
              "# TYPE postvern_sign_ins gauge\n"
              "# HELP postvern_sign_ins Of a day, with noise, absent below 10 of its unit: successful sign-ins by mail "
              "clients, at most 4 a day of one account.\n"
              "# TYPE postvern_storage_bytes gauge\n"
              "# HELP postvern_storage_bytes Of a day, with noise, absent below 10 of its unit: mebibytes held when the day "
              "ended, each account rounded up and at most 1024.\n"
              "postvern_storage_bytes 537195970560\n"
              "# TYPE postvern_statistics_margin gauge\n"
              "# HELP postvern_statistics_margin The noise of a number lies within it, to either side, with 95 percent.\n"
              "postvern_statistics_margin{table=\"deliveries\"} 2973\n"
              "postvern_statistics_margin{table=\"sign_ins\"} 372\n"
              "postvern_statistics_margin{table=\"storage\"} 99725869056\n"
              "# EOF\n");
    EXPECT_EQ(to_open_metrics({}), "# EOF\n");
}

TEST(Exposition, TellsSuppressedNumbersAsNullAndShowsAYear) {
    std::vector<ReleasedDay> days;
    for (std::int32_t day = 0; day < 400; ++day) {
        days.push_back(example().day);
        days.back().day = Day{20'000 + day};
    }
    const std::string json = to_json(days, "key");
    EXPECT_NE(json.find("\"sign_ins\": {\"sign_ins\": null}"), std::string::npos);
    EXPECT_EQ(json.find(day_text(Day{20'033})), std::string::npos);
    EXPECT_NE(json.find(day_text(Day{20'034})), std::string::npos);
    EXPECT_NE(json.find(day_text(Day{20'399})), std::string::npos);
}

}  // namespace
}  // namespace postvern::records::statistics
