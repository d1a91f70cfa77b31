// `date-time` of RFC 5322 3.3, in UTC. Pure.
#pragma once

#include <cstdint>
#include <string>

namespace postvern::services::smtp::grammar {

// E.g. "Thu, 1 Jan 1970 00:00:00 +0000". `seconds`: Unix time, in the years 1900 to 9999.
std::string date_time(std::int64_t seconds);

}  // namespace postvern::services::smtp::grammar
