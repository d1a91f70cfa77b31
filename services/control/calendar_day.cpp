#include "services/control/calendar_day.hpp"

#include <array>
#include <chrono>
#include <cstdio>

#include "services/control/reply.hpp"

namespace postvern::services::control {

namespace {

namespace chrono = std::chrono;

constexpr std::int64_t kDay = 86'400;  // seconds

// A number of exactly so many digits; -1 for anything else.
int digits(std::string_view text) {
    int value = 0;
    for (const char digit : text) {
        if (digit < '0' || digit > '9') return -1;
        value = value * 10 + (digit - '0');
    }
    return value;
}

}  // namespace

std::int64_t beginning_of_day(std::string_view option, std::string_view text) {
    if (text.size() == 10 && text[4] == '-' && text[7] == '-') {
        const int year = digits(text.substr(0, 4));
        const int month = digits(text.substr(5, 2));
        const int day = digits(text.substr(8, 2));
        const chrono::year_month_day date{chrono::year(year),
                                          chrono::month(static_cast<unsigned>(month)),
                                          chrono::day(static_cast<unsigned>(day))};
        if (year >= 0 && month >= 0 && day >= 0 && date.ok()) {
            return chrono::seconds(chrono::sys_days(date).time_since_epoch()).count();
        }
    }
    throw Refused(Status::usage, "--" + std::string(option) + " must be a day written YYYY-MM-DD");
}

std::int64_t end_of_day(std::string_view option, std::string_view text) {
    return beginning_of_day(option, text) + kDay - 1;
}

std::string day_to_text(std::int32_t day) {
    const chrono::year_month_day date{chrono::sys_days(chrono::days(day))};
    std::array<char, 32> text;
    const int size =
        std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(date.year()),
                      static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
    return std::string(text.data(), static_cast<std::size_t>(size));
}

std::string day_of(std::int64_t moment) {
    const auto day = chrono::floor<chrono::days>(chrono::seconds(moment));
    return day_to_text(static_cast<std::int32_t>(day.count()));
}

std::string day_in_words(std::int64_t moment) {
    constexpr std::array<std::string_view, 12> kMonths = {
        "January", "February", "March",     "April",   "May",      "June",
        "July",    "August",   "September", "October", "November", "December"};
    const chrono::year_month_day date{chrono::floor<chrono::days>(chrono::sys_seconds(chrono::seconds(moment)))};
    return std::to_string(static_cast<unsigned>(date.day())) + ' ' +
           std::string(kMonths[static_cast<unsigned>(date.month()) - 1]) + ' ' +
           std::to_string(static_cast<int>(date.year()));
}

std::string iso_moment(std::int64_t moment) {
    std::string text = to_text(moment);
    text[text.find(' ')] = 'T';
    const auto seconds = ((moment % 60) + 60) % 60;
    return text + (seconds < 10 ? ":0" : ":") + std::to_string(seconds) + 'Z';
}

std::string to_text(std::int64_t moment) {
    const auto day = chrono::floor<chrono::days>(chrono::seconds(moment));
    const auto minutes = chrono::floor<chrono::minutes>(chrono::seconds(moment) - day).count();
    std::array<char, 16> clock;
    const int size = std::snprintf(clock.data(), clock.size(), " %02d:%02d",
                                   static_cast<int>(minutes / 60), static_cast<int>(minutes % 60));
    return day_of(moment) + std::string(clock.data(), static_cast<std::size_t>(size));
}

}  // namespace postvern::services::control
