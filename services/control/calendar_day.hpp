// Days and moments as the tool reads and writes them, in UTC. Pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace postvern::services::control {

// The first second (Unix) of the day written YYYY-MM-DD. Throws Refused (status 2), naming
// `option`.
std::int64_t beginning_of_day(std::string_view option, std::string_view text);
// The last one.
std::int64_t end_of_day(std::string_view option, std::string_view text);

// "2024-05-01 10:15"
std::string to_text(std::int64_t moment);
// "2024-05-01T10:15:00Z", ISO 8601
std::string iso_moment(std::int64_t moment);
// "1 May 2024", the day that holds the moment
std::string day_in_words(std::int64_t moment);
// "2024-05-01", the day that holds the moment
std::string day_of(std::int64_t moment);
// "2024-05-01", from days since 1970-01-01
std::string day_to_text(std::int32_t day);

}  // namespace postvern::services::control
