#include "services/imap/grammar/date_time.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "services/imap/grammar/characters.hpp"
#include "services/imap/grammar/numbers.hpp"

namespace postvern::services::imap::grammar {

namespace {

using std::chrono::year_month_day;

constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

// All of `text` as digits: absent otherwise, so that signs and spaces do not pass.
std::optional<int> digits(std::string_view text) {
    const auto number = parse_number(text, 9999);
    if (!number) return std::nullopt;
    return static_cast<int>(*number);
}

std::optional<year_month_day> day_from(std::string_view day, std::string_view month,
                                       std::string_view year) {
    const auto day_number = digits(day);
    const auto year_number = digits(year);
    const auto name = std::find_if(kMonths.begin(), kMonths.end(), [&](std::string_view candidate) {
        return equal_ignoring_case(candidate, month);
    });
    if (!day_number || !year_number || year.size() != 4 || name == kMonths.end()) {
        return std::nullopt;
    }
    const auto month_number = static_cast<unsigned>(name - kMonths.begin()) + 1;
    const year_month_day date{std::chrono::year(*year_number), std::chrono::month(month_number),
                              std::chrono::day(static_cast<unsigned>(*day_number))};
    if (!date.ok()) return std::nullopt;
    return date;
}

// <time>: "hh:mm:ss"
std::optional<std::chrono::seconds> time_from(std::string_view text) {
    if (text.size() != 8 || text[2] != ':' || text[5] != ':') return std::nullopt;
    const auto hours = digits(text.substr(0, 2));
    const auto minutes = digits(text.substr(3, 2));
    const auto seconds = digits(text.substr(6, 2));
    if (!hours || !minutes || !seconds || *hours > 23 || *minutes > 59 || *seconds > 60) {
        return std::nullopt;
    }
    return std::chrono::hours(*hours) + std::chrono::minutes(*minutes) +
           std::chrono::seconds(*seconds);
}

// <zone>: "+hhmm"
std::optional<std::chrono::minutes> zone_from(std::string_view text) {
    if (text.size() != 5 || (text[0] != '+' && text[0] != '-')) return std::nullopt;
    const auto hours = digits(text.substr(1, 2));
    const auto minutes = digits(text.substr(3, 2));
    if (!hours || !minutes || *hours > 23 || *minutes > 59) return std::nullopt;
    const std::chrono::minutes offset = std::chrono::hours(*hours) + std::chrono::minutes(*minutes);
    return text[0] == '-' ? -offset : offset;
}

void append_padded(std::string& out, std::int64_t number, std::size_t width) {
    const std::string text = std::to_string(number);
    out.append(width - std::min(width, text.size()), '0');
    out += text;
}

}  // namespace

std::optional<DateTime> parse_date_time(std::string_view text) {
    if (text.size() != 26 || text[2] != '-' || text[6] != '-' || text[11] != ' ' ||
        text[20] != ' ') {
        return std::nullopt;
    }
    // <date-day-fixed>: a space may stand for the first digit.
    const std::size_t day_begin = text[0] == ' ' ? 1 : 0;
    const auto day =
        day_from(text.substr(day_begin, 2 - day_begin), text.substr(3, 3), text.substr(7, 4));
    const auto time = time_from(text.substr(12, 8));
    const auto zone = zone_from(text.substr(21, 5));
    if (!day || !time || !zone) return std::nullopt;
    return DateTime{std::chrono::sys_days(*day) + *time - *zone, *zone};
}

std::string format_date_time(const DateTime& moment) {
    using std::chrono_literals::operator""min;
    using std::chrono_literals::operator""s;
    using std::chrono_literals::operator""y;
    const std::chrono::sys_seconds earliest = std::chrono::sys_days(year_month_day(0y / 1 / 1));
    const std::chrono::sys_seconds latest =
        std::chrono::sys_days(year_month_day(9999y / 12 / 31)) + 86399s;
    const std::chrono::minutes zone = std::clamp(moment.zone_offset, -1439min, 1439min);
    const auto local = std::clamp(moment.instant + zone, earliest, latest);
    const auto midnight = std::chrono::floor<std::chrono::days>(local);
    const year_month_day day(midnight);
    const std::chrono::hh_mm_ss time(local - midnight);
    const std::chrono::hh_mm_ss offset(std::chrono::abs(zone));

    std::string text;
    append_padded(text, static_cast<unsigned>(day.day()), 2);
    text += '-';
    text += kMonths[static_cast<unsigned>(day.month()) - 1];
    text += '-';
    append_padded(text, static_cast<int>(day.year()), 4);
    text += ' ';
    append_padded(text, time.hours().count(), 2);
    text += ':';
    append_padded(text, time.minutes().count(), 2);
    text += ':';
    append_padded(text, time.seconds().count(), 2);
    text += zone < 0min ? " -" : " +";
    append_padded(text, offset.hours().count(), 2);
    append_padded(text, offset.minutes().count(), 2);
    return text;
}

std::optional<year_month_day> parse_date(std::string_view text) {
    const std::size_t first = text.find('-');
    if (first == 0 || first > 2 || text.size() != first + 9 || text[first + 4] != '-') {
        return std::nullopt;
    }
    return day_from(text.substr(0, first), text.substr(first + 1, 3), text.substr(first + 5));
}

}  // namespace postvern::services::imap::grammar
