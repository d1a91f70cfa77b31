// Moments, days and zones as forms write them. Internal. Pure functions, thread-safe.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace postvern::compliance::cases {

// 1970-01-01 to 9999-12-31.
inline constexpr std::int64_t kLastMoment = 253'402'300'799;

std::string day_text(std::chrono::sys_days day);                          // "2027-03-01"
std::optional<std::chrono::sys_days> day_in(std::string_view text);       // exactly so
std::string moment_text(std::int64_t unix_seconds);                       // "2027-03-01T09:30:00Z", RFC 3339 5.6
std::optional<std::int64_t> moment_in(std::string_view text);             // exactly so
// "Z", or an offset of whole minutes as "+02:00", less than a day.  RFC 3339 5.6
bool is_zone(std::string_view text);

}  // namespace postvern::compliance::cases
