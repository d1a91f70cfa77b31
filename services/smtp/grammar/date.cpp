#include "services/smtp/grammar/date.hpp"

#include <array>
#include <chrono>
#include <string_view>

namespace postvern::services::smtp::grammar {
namespace {

constexpr std::array<std::string_view, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

void append_two_digits(std::string& text, std::int64_t value) {
    if (value < 10) text += '0';
    text += std::to_string(value);
}

}  // namespace

std::string date_time(std::int64_t seconds) {
    using std::chrono::days;
    using std::chrono::floor;
    const std::chrono::sys_seconds moment{std::chrono::seconds(seconds)};
    const auto day = floor<days>(moment);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss time(moment - day);
    std::string text(kDays[std::chrono::weekday(day).c_encoding()]);
    text += ", " + std::to_string(static_cast<unsigned>(date.day())) + ' ';
    text += kMonths[static_cast<unsigned>(date.month()) - 1];
    text += ' ' + std::to_string(static_cast<int>(date.year())) + ' ';
    append_two_digits(text, time.hours().count());
    text += ':';
    append_two_digits(text, time.minutes().count());
    text += ':';
    append_two_digits(text, time.seconds().count());
    text += " +0000";
    return text;
}

}  // namespace postvern::services::smtp::grammar
