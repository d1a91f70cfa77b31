#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace postvern::services::imap::grammar {

// INTERNALDATE and APPEND's date: an instant and the zone that it was written in.
struct DateTime {
    std::chrono::sys_seconds instant;     // UTC
    std::chrono::minutes zone_offset{0};  // east of Greenwich, within a day

    bool operator==(const DateTime&) const = default;
};

// <date-time> without its quotes: "17-Jul-1996 02:44:25 -0700"; the day may be " 1". Absent unless
// such a moment exists; a leap second (":60") counts as the second after it.  RFC 9051 9
std::optional<DateTime> parse_date_time(std::string_view text);

// The same form, always 26 characters; years beyond 0000-9999 are clamped.
std::string format_date_time(const DateTime& moment);

// <date-text>: "1-Feb-1994". Absent unless such a day exists.  RFC 9051 9
std::optional<std::chrono::year_month_day> parse_date(std::string_view text);

}  // namespace postvern::services::imap::grammar
