// The extension types: what their constructors read, and what their methods compute.
#include <gtest/gtest.h>

#include <string>

#include "policy/language/extension/datetime.hpp"
#include "policy/language/extension/decimal.hpp"
#include "policy/language/extension/duration.hpp"
#include "policy/language/extension/function.hpp"
#include "policy/language/extension/ip_address.hpp"

namespace postvern::policy::language::extension {
namespace {

TEST(Decimal, ReadsFourDecimalsAtMost) {
    const struct {
        const char* text;
        std::int64_t value;
        const char* written;
    } rows[] = {
        {"0.0", 0, "0.0"},
        {"-0.0", 0, "0.0"},
        {"1.5", 15'000, "1.5"},
        {"-0.5", -5'000, "-0.5"},
        {"00012.0340", 120'340, "12.034"},
        {"-12.0001", -120'001, "-12.0001"},
        {"922337203685477.5807", INT64_MAX, "922337203685477.5807"},
        {"-922337203685477.5808", INT64_MIN, "-922337203685477.5808"},
    };
    for (const auto& row : rows) {
        const auto parsed = parse_decimal(row.text);
        ASSERT_TRUE(parsed) << row.text;
        EXPECT_EQ(parsed->ten_thousandths, row.value) << row.text;
        EXPECT_EQ(to_text(*parsed), row.written);
    }
}

TEST(Decimal, RefusesEverythingElse) {
    for (const char* text : {"", "-", ".", "1", "1.", ".5", "1.00000", "+1.0", " 1.0", "1.0 ",
                             "1.-5", "--1.0", "1.a", "1.1.1", "1e1.0", "922337203685477.5808",
                             "-922337203685477.5809", "9223372036854775808.0"}) {
        EXPECT_FALSE(parse_decimal(text)) << text;
    }
}

TEST(Duration, SumsItsUnits) {
    const struct {
        const char* text;
        std::int64_t value;
    } rows[] = {
        {"0d", 0},
        {"1ms", 1},
        {"1d2h3m4s5ms", 93'784'005},
        {"-1d12h", -129'600'000},
        {"1m1ms", 60'001},
        {"0000000000000000000000000001d", 86'400'000},
        {"9223372036854775807ms", INT64_MAX},
        {"-9223372036854775808ms", INT64_MIN},
        {"106751991167d7h12m55s807ms", INT64_MAX},
        {"-106751991167d7h12m55s808ms", INT64_MIN},
    };
    for (const auto& row : rows) {
        const auto parsed = parse_duration(row.text);
        ASSERT_TRUE(parsed) << row.text;
        EXPECT_EQ(parsed->milliseconds, row.value) << row.text;
        EXPECT_EQ(parse_duration(to_text(*parsed)), parsed);
    }
}

TEST(Duration, RefusesEverythingElse) {
    for (const char* text : {"",
                             "-",
                             "1",
                             "d",
                             "1x",
                             "1D",
                             "1.5h",
                             "2h1d",
                             "1d1d",
                             "1ms1s",
                             "1mm",
                             "+1d",
                             "--1d",
                             "1d-2h",
                             "1d 2h",
                             " 1d",
                             "9223372036854775808ms",
                             "-9223372036854775809ms",
                             "106751991167d7h12m55s808ms",
                             "99999999999999999999d"}) {
        EXPECT_FALSE(parse_duration(text)) << text;
    }
}

TEST(Datetime, ReadsItsFiveForms) {
    const struct {
        const char* text;
        std::int64_t value;
        const char* written;
    } rows[] = {
        {"1970-01-01", 0, "1970-01-01T00:00:00.000Z"},
        {"2024-10-15", 1'728'950'400'000, "2024-10-15T00:00:00.000Z"},
        {"2024-10-15T11:35:00Z", 1'728'992'100'000, "2024-10-15T11:35:00.000Z"},
        {"2024-10-15T11:35:00.123Z", 1'728'992'100'123, "2024-10-15T11:35:00.123Z"},
        {"2024-10-15T11:35:00+0100", 1'728'988'500'000, "2024-10-15T10:35:00.000Z"},
        {"2024-10-15T11:35:00.001-0030", 1'728'993'900'001, "2024-10-15T12:05:00.001Z"},
        {"1969-12-31T23:59:59.999Z", -1, "1969-12-31T23:59:59.999Z"},
        {"2000-02-29", 951'782'400'000, "2000-02-29T00:00:00.000Z"},
        {"0000-01-01", -62'167'219'200'000, "0000-01-01T00:00:00.000Z"},
    };
    for (const auto& row : rows) {
        const auto parsed = parse_datetime(row.text);
        ASSERT_TRUE(parsed) << row.text;
        EXPECT_EQ(parsed->milliseconds, row.value) << row.text;
        EXPECT_EQ(to_text(*parsed), row.written);
    }
}

TEST(Datetime, WritesWhatHasNoFourDigitsAsAnOffset) {
    EXPECT_EQ(to_text(*parse_datetime("9999-12-31T23:59:59-2359")), std::nullopt);
    EXPECT_EQ(to_text(*parse_datetime("0000-01-01T00:00:00+2359")), std::nullopt);
    EXPECT_EQ(to_call({INT64_MIN}),
              "datetime(\"1970-01-01\").offset(duration(\"-9223372036854775808ms\"))");
    EXPECT_EQ(to_call({0}), "datetime(\"1970-01-01T00:00:00.000Z\")");
}

TEST(Datetime, RefusesEverythingElse) {
    for (const char* text : {"",
                             "2024",
                             "2024-1-1",
                             "24-01-01",
                             "02024-01-01",
                             "2024-13-01",
                             "2024-00-01",
                             "2024-01-00",
                             "2024-04-31",
                             "2023-02-29",
                             "1900-02-29",
                             "2024-10-15T",
                             "2024-10-15Z",
                             "2024-10-15T11:35Z",
                             "2024-10-15T11:35:00",
                             "2024-10-15T24:00:00Z",
                             "2024-10-15T23:60:00Z",
                             "2024-10-15T23:59:60Z",
                             "2024-10-15T23:59:59.99Z",
                             "2024-10-15T23:59:59.9999Z",
                             "2024-10-15T23:59:59z",
                             "2024-10-15t23:59:59Z",
                             "2024-10-15 23:59:59Z",
                             "2024-10-15T23:59:59+01:00",
                             "2024-10-15T23:59:59+2400",
                             "2024-10-15T23:59:59+2360",
                             "2024-10-15T23:59:59ZZ",
                             " 2024-10-15",
                             "+2024-10-15"}) {
        EXPECT_FALSE(parse_datetime(text)) << text;
    }
}

TEST(Datetime, ComputesWithinSixtyFourBits) {
    constexpr Datetime kFirst{INT64_MIN};
    constexpr Datetime kLast{INT64_MAX};
    EXPECT_EQ(offset(kLast, {1}), std::nullopt);
    EXPECT_EQ(offset({5}, {-7}), Datetime{-2});
    EXPECT_EQ(duration_since(kLast, {-1}), std::nullopt);
    EXPECT_EQ(duration_since({5}, {7}), Duration{-2});
    EXPECT_EQ(to_date(kFirst), std::nullopt);
    EXPECT_EQ(to_date({-1}), Datetime{-86'400'000});
    EXPECT_EQ(to_date({86'400'001}), Datetime{86'400'000});
    EXPECT_EQ(to_date({-86'400'000}), Datetime{-86'400'000});
    EXPECT_EQ(to_time({-1}), Duration{86'399'999});
    EXPECT_EQ(to_time({86'400'001}), Duration{1});
    EXPECT_EQ(to_time(kFirst), Duration{60'424'192});
}

TEST(IpAddress, ReadsAddressesAndRanges) {
    const struct {
        const char* text;
        const char* written;
    } rows[] = {
        {"1.2.3.4", "1.2.3.4"},
        {"1.2.3.4/32", "1.2.3.4"},
        {"10.1.2.3/8", "10.1.2.3/8"},
        {"0.0.0.0/0", "0.0.0.0/0"},
        {"::", "::"},
        {"::/0", "::/0"},
        {"::1/128", "::1"},
        {"1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"},
        {"1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"},
        {"::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"},
        {"2001:DB8:0:0:1:0:0:1/99", "2001:db8::1:0:0:1/99"},
        {"0001:0:0:2::", "1:0:0:2::"},
    };
    for (const auto& row : rows) {
        const auto parsed = parse_ip(row.text);
        ASSERT_TRUE(parsed) << row.text;
        EXPECT_EQ(to_text(*parsed), row.written);
        EXPECT_EQ(parse_ip(row.written), parsed);
    }
    EXPECT_NE(parse_ip("10.0.0.1/8"), parse_ip("10.0.0.2/8"));
}

TEST(IpAddress, RefusesEverythingElse) {
    for (const char* text : {"",
                             "/",
                             "1.2.3",
                             "1.2.3.",
                             "1..3.4",
                             "1.2.3.4.5",
                             "256.1.1.1",
                             "01.2.3.4",
                             "1.2.3.0004",
                             " 1.2.3.4",
                             "1.2.3.4 ",
                             "1.2.3.4/",
                             "1.2.3.4/33",
                             "1.2.3.4/032",
                             "1.2.3.4/00",
                             "1.2.3.4/-1",
                             "1.2.3.4/+1",
                             "1.2.3.4/8/8",
                             "::/129",
                             "::/012",
                             "::/1000",
                             ":",
                             ":::",
                             "1:",
                             ":1",
                             "1:::2",
                             "1::2::3",
                             "1:2:3:4:5:6:7",
                             "1:2:3:4:5:6:7:8:9",
                             "1::2:3:4:5:6:7:8",
                             "12345::",
                             "00001::",
                             "g::",
                             "::1.2.3.4",
                             "::ffff:1.2.3.4",
                             "::1%eth0",
                             "[::1]",
                             "1.2.3.4:80"}) {
        EXPECT_FALSE(parse_ip(text)) << text;
    }
}

TEST(IpAddress, AnswersForWholeRanges) {
    const auto ip = [](const char* text) { return parse_ip(text).value(); };
    EXPECT_TRUE(is_loopback(ip("127.0.0.1")));
    EXPECT_TRUE(is_loopback(ip("127.255.0.0/8")));
    EXPECT_FALSE(is_loopback(ip("127.0.0.0/7")));
    EXPECT_TRUE(is_loopback(ip("::1")));
    EXPECT_FALSE(is_loopback(ip("::1/127")));
    EXPECT_TRUE(is_multicast(ip("224.0.0.0/4")));
    EXPECT_TRUE(is_multicast(ip("239.1.2.3")));
    EXPECT_FALSE(is_multicast(ip("224.0.0.0/3")));
    EXPECT_TRUE(is_multicast(ip("ff00::/8")));
    EXPECT_FALSE(is_multicast(ip("ff00::/7")));
    EXPECT_TRUE(is_in_range(ip("10.1.2.3"), ip("10.255.0.0/8")));
    EXPECT_TRUE(is_in_range(ip("10.1.0.0/16"), ip("10.0.0.0/8")));
    EXPECT_FALSE(is_in_range(ip("10.0.0.0/8"), ip("10.1.0.0/16")));
    EXPECT_FALSE(is_in_range(ip("11.0.0.0"), ip("10.0.0.0/8")));
    EXPECT_FALSE(is_in_range(ip("::1"), ip("0.0.0.0/0")));
    EXPECT_TRUE(is_in_range(ip("2001:db8::1"), ip("::/0")));
}

TEST(Function, IsFoundByNameAndStyle) {
    EXPECT_EQ(find_function("ip", CallStyle::function), Function::ip);
    EXPECT_EQ(find_function("ip", CallStyle::method), std::nullopt);
    EXPECT_EQ(find_function("isInRange", CallStyle::method), Function::is_in_range);
    EXPECT_EQ(find_function("isinrange"), std::nullopt);
    EXPECT_EQ(find_function("unknown"), std::nullopt);
    EXPECT_EQ(signature(Function::offset).arity, 2);
    EXPECT_EQ(signature(Function::to_days).result, Type::integer);
}

}  // namespace
}  // namespace postvern::policy::language::extension
