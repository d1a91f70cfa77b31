// Sets, flags and dates.
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "services/imap/grammar/date_time.hpp"
#include "services/imap/grammar/flags.hpp"
#include "services/imap/grammar/sequence_set.hpp"

namespace postvern::services::imap::grammar {
namespace {

struct Resolution {
    std::string_view set;
    std::uint32_t largest;
    std::string_view numbers;
};

// The first four are the examples of RFC 9051 9, seq-range and sequence-set.
constexpr Resolution kResolutions[] = {
    {"2:4", 100, "2:4"},
    {"4:2", 100, "2:4"},
    {"2,4:7,9,12:*", 15, "2,4:7,9,12:15"},
    {"*:4,5:7", 10, "4:10"},
    {"3291:*", 10, "10:3291"},
    {"1,2,3", 3, "1:3"},
    {"5,1:2,3:4,2:6,9", 9, "1:6,9"},
    {"*", 7, "7"},
    {"*:*", 7, "7"},
    {"*", 0, ""},
    {"1:*", 0, ""},
    {"*,3", 0, "3"},
    {"4294967295,1:4294967294", 1, "1:4294967295"},
};

TEST(SequenceSet, ResolvesToAscendingDisjointIntervals) {
    for (const Resolution& row : kResolutions) {
        const auto set = SequenceSet::parse(row.set);
        ASSERT_TRUE(set) << row.set;
        EXPECT_EQ(set->resolve(row.largest).to_string(), row.numbers) << row.set;
    }
}

TEST(SequenceSet, RefusesWhatIsNone) {
    for (const std::string_view text :
         {"", ",", "1,", ",1", "0", "01", "1:", ":1", "1:2:3", "**", "1-2", "4294967296",
          "99999999999999999999", "$,1", "1,$,2", "$:1", "1$", "$$", " 1", "1 ", "a"}) {
        EXPECT_FALSE(SequenceSet::parse(text)) << text;
    }
}

TEST(SequenceSet, KnowsTheSavedResult) {
    const auto saved = SequenceSet::parse("$");
    ASSERT_TRUE(saved);
    EXPECT_TRUE(saved->has_saved_result());
    EXPECT_TRUE(saved->resolve(1).empty());  // of its ranges, which are none
    EXPECT_FALSE(SequenceSet::parse("1")->has_saved_result());
    // RFC 9051 9: sequence-set =/ seq-last-command, so it may end a list.
    const auto mixed = SequenceSet::parse("1,2:4,$");
    ASSERT_TRUE(mixed);
    EXPECT_TRUE(mixed->has_saved_result());
    EXPECT_EQ(mixed->resolve(9).to_string(), "1:4");
}

TEST(SequenceSet, TellsItsLargestWrittenNumberAndStar) {
    EXPECT_EQ(SequenceSet::parse("1:7,3")->largest_written(), 7U);
    EXPECT_EQ(SequenceSet::parse("*")->largest_written(), 0U);
    EXPECT_TRUE(SequenceSet::parse("1,2:*")->has_star());
    EXPECT_FALSE(SequenceSet::parse("1,2:3")->has_star());
}

TEST(NumberSet, AddsInAnyOrder) {
    NumberSet set;
    EXPECT_TRUE(set.empty());
    for (const std::uint32_t number : {5U, 6U, 9U, 1U, 7U, 8U, 8U, 0U, 4294967295U}) {
        set.add(number);
    }
    EXPECT_EQ(set.to_string(), "1,5:9,4294967295");
    EXPECT_EQ(set.size(), 7U);
    set.add(1);
    EXPECT_EQ(set.size(), 7U);
}

TEST(NumberSet, ContainsExactlyItsNumbers) {
    const NumberSet set({{5, 9}, {2, 2}, {4294967295U, 4294967295U}});
    for (const std::uint32_t inside : {2U, 5U, 7U, 9U, 4294967295U}) {
        EXPECT_TRUE(set.contains(inside)) << inside;
    }
    for (const std::uint32_t outside : {0U, 1U, 3U, 4U, 10U, 4294967294U}) {
        EXPECT_FALSE(set.contains(outside)) << outside;
    }
    EXPECT_FALSE(NumberSet().contains(1));
    EXPECT_EQ(NumberSet({{1, 4294967295U}}).size(), 4294967295U);
}

TEST(NumberSet, RefusesIntervalsThatDescendOrHoldZero) {
    EXPECT_THROW(NumberSet({{0, 1}}), std::logic_error);
    EXPECT_THROW(NumberSet({{3, 2}}), std::logic_error);
}

TEST(Flags, KnowsSystemFlagsInAnyCase) {
    FlagSet flags;
    for (const std::string_view name :
         {"\\seen", "\\ANSWERED", "\\Flagged", "\\Deleted", "\\Draft"}) {
        EXPECT_TRUE(add_flag(flags, name)) << name;
    }
    EXPECT_EQ(flags.system, 31);
    EXPECT_TRUE(flags.keywords.empty());
    EXPECT_TRUE(flags.unknown.empty());
}

TEST(Flags, RefusesWhatNoClientMaySet) {
    for (const std::string& name :
         {std::string("\\Recent"), std::string("\\RECENT"), std::string(""), std::string("\\"),
          std::string("a b"), std::string("a]"), std::string("a%"), std::string("\\\\Seen"),
          std::string("a\x80"), std::string(kKeywordLengthLimit + 1, 'k')}) {
        FlagSet flags;
        EXPECT_FALSE(add_flag(flags, name)) << name;
        EXPECT_EQ(flags, FlagSet{}) << name;
    }
}

TEST(Flags, KeepsAKeywordOnceAsFirstSpelt) {
    FlagSet flags;
    EXPECT_TRUE(add_flag(flags, "$Junk"));
    EXPECT_TRUE(add_flag(flags, "$JUNK"));
    EXPECT_EQ(flags.keywords, std::vector<std::string>{"$Junk"});
    EXPECT_TRUE(flags.has_keyword("$junk"));
    EXPECT_FALSE(flags.has_keyword("junk"));
}

TEST(Flags, LimitsKeywords) {
    FlagSet flags;
    for (std::size_t i = 0; i < kKeywordCountLimit; ++i) {
        EXPECT_TRUE(add_flag(flags, "k" + std::to_string(i)));
    }
    EXPECT_FALSE(add_flag(flags, "more"));
    EXPECT_TRUE(add_flag(flags, "k7"));
}

struct Moment {
    std::string_view text;
    std::int64_t seconds;  // since 1970, UTC
    int zone_minutes;
    std::string_view canonical;
};

constexpr Moment kMoments[] = {
    {"17-Jul-1996 02:44:25 -0700", 837596665, -420, "17-Jul-1996 02:44:25 -0700"},
    {" 1-jan-1970 00:00:00 +0000", 0, 0, "01-Jan-1970 00:00:00 +0000"},
    {"01-JAN-1970 00:00:00 +0100", -3600, 60, "01-Jan-1970 00:00:00 +0100"},
    {"29-Feb-2024 23:59:59 +1345", 1709201699, 825, "29-Feb-2024 23:59:59 +1345"},
    {"31-Dec-2016 23:59:60 +0000", 1483228800, 0, "01-Jan-2017 00:00:00 +0000"},
    {"01-Jan-1970 00:00:00 -0000", 0, 0, "01-Jan-1970 00:00:00 +0000"},
    {"31-Dec-9999 23:59:59 +0000", 253402300799, 0, "31-Dec-9999 23:59:59 +0000"},
};

TEST(DateTime, ReadsAndWritesMoments) {
    for (const Moment& row : kMoments) {
        const auto moment = parse_date_time(row.text);
        ASSERT_TRUE(moment) << row.text;
        EXPECT_EQ(moment->instant.time_since_epoch().count(), row.seconds) << row.text;
        EXPECT_EQ(moment->zone_offset.count(), row.zone_minutes) << row.text;
        EXPECT_EQ(format_date_time(*moment), row.canonical);
    }
}

TEST(DateTime, RefusesMomentsThatDoNotExist) {
    for (const std::string_view text :
         {"", "31-Feb-2024 00:00:00 +0000", "29-Feb-2023 00:00:00 +0000",
          "00-Jan-2024 00:00:00 +0000", "01-Foo-2024 00:00:00 +0000", "01-Jan-2024 24:00:00 +0000",
          "01-Jan-2024 00:60:00 +0000", "01-Jan-2024 00:00:61 +0000", "01-Jan-2024 00:00:00 +2400",
          "01-Jan-2024 00:00:00 +0060", "01-Jan-2024 00:00:00  0000", "1-Jan-2024 00:00:00 +0000",
          "01-Jan-2024 00:00:00 +00000", "01-Jan-2024T00:00:00 +0000", "0 -Jan-2024 00:00:00 +0000",
          "-1-Jan-2024 00:00:00 +0000", "  -Jan-2024 00:00:00 +0000",
          "01-Jan-2024 0 :00:00 +0000"}) {
        EXPECT_FALSE(parse_date_time(text)) << text;
    }
}

TEST(DateTime, ClampsYearsThatHaveNoFourDigits) {
    EXPECT_EQ(format_date_time({std::chrono::sys_seconds::max() - std::chrono::hours(48),
                                std::chrono::minutes(0)}),
              "31-Dec-9999 23:59:59 +0000");
    EXPECT_EQ(format_date_time({std::chrono::sys_seconds(std::chrono::seconds(-99999999999)),
                                std::chrono::minutes(-90)}),
              "01-Jan-0000 00:00:00 -0130");
}

TEST(Date, ReadsDaysThatExist) {
    using std::chrono_literals::operator""y;
    EXPECT_EQ(parse_date("1-Feb-1994"), std::chrono::year_month_day(1994y / 2 / 1));
    EXPECT_EQ(parse_date("01-feb-1994"), std::chrono::year_month_day(1994y / 2 / 1));
    for (const std::string_view text :
         {"", "-Feb-1994", "001-Feb-1994", "1-Feb-94", "1-Feb-01994", "30-Feb-1994", "1-2-1994",
          "1 Feb 1994", "1-Feb-1994 ", "+1-Feb-1994", "1-Feb--199"}) {
        EXPECT_FALSE(parse_date(text)) << text;
    }
}

}  // namespace
}  // namespace postvern::services::imap::grammar
