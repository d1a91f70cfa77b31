// Moments (Unix seconds, UTC, years 1970 to 9999) as text: RFC 3339 without fractions, with Z. Pure.
#pragma once

#include <cstdint>
#include <string>

namespace postvern::compliance::bag {

inline constexpr std::int64_t kLatestMoment = 253'402'300'799;  // 9999-12-31T23:59:59Z

// "2027-03-14". Throws records::Unacceptable outside of those years.
std::string day_text(std::int64_t moment);
// "2027-03-14T10:11:12Z"; likewise.
std::string moment_text(std::int64_t moment);

}  // namespace postvern::compliance::bag
