#include "compliance/cases/moments.hpp"

#include <array>
#include <cstdio>

namespace postvern::compliance::cases {

namespace {

namespace chrono = std::chrono;

constexpr std::int64_t kSecondsOfDay = 86'400;

// Of decimal digits alone.
std::optional<int> number_in(std::string_view text) {
    int number = 0;
    for (const char digit : text) {
        if (digit < '0' || digit > '9') return {};
        number = number * 10 + (digit - '0');
    }
    return number;
}

// "09:30:00", as seconds of a day.
std::optional<std::int64_t> time_in(std::string_view text) {
    if (text.size() != 8 || text[2] != ':' || text[5] != ':') return {};
    const auto hour = number_in(text.substr(0, 2));
    const auto minute = number_in(text.substr(3, 2));
    const auto second = number_in(text.substr(6, 2));
    if (!hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 59) return {};
    return std::int64_t{*hour} * 3600 + *minute * 60 + *second;
}

}  // namespace

std::string day_text(chrono::sys_days day) {
    const chrono::year_month_day date(day);
    std::array<char, 32> text;
    const int size =
        std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(date.year()),
                      static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
    return std::string(text.data(), static_cast<std::size_t>(size));
}

std::optional<chrono::sys_days> day_in(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return {};
    const auto year = number_in(text.substr(0, 4));
    const auto month = number_in(text.substr(5, 2));
    const auto day = number_in(text.substr(8, 2));
    if (!year || !month || !day || *year < 1970) return {};
    const chrono::year_month_day date{chrono::year(*year), chrono::month(static_cast<unsigned>(*month)),
                                      chrono::day(static_cast<unsigned>(*day))};
    if (!date.ok()) return {};
    return chrono::sys_days(date);
}

std::string moment_text(std::int64_t unix_seconds) {
    const chrono::sys_seconds moment{chrono::seconds(unix_seconds)};
    const auto day = chrono::floor<chrono::days>(moment);
    const auto second = static_cast<int>((moment - day).count());
    std::array<char, 32> text;
    const int size = std::snprintf(text.data(), text.size(), "T%02d:%02d:%02dZ", second / 3600,
                                   second / 60 % 60, second % 60);
    return day_text(day) + std::string(text.data(), static_cast<std::size_t>(size));
}

std::optional<std::int64_t> moment_in(std::string_view text) {
    if (text.size() != 20 || text[10] != 'T' || text[19] != 'Z') return {};
    const auto day = day_in(text.substr(0, 10));
    const auto time = time_in(text.substr(11, 8));
    if (!day || !time) return {};
    return day->time_since_epoch().count() * kSecondsOfDay + *time;
}

bool is_zone(std::string_view text) {
    if (text == "Z") return true;
    if (text.size() != 6 || (text[0] != '+' && text[0] != '-')) return false;
    return time_in(std::string(text.substr(1)) + ":00").has_value();
}

}  // namespace postvern::compliance::cases
