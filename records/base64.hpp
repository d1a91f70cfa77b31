// Base 64 of what is no secret: the standard alphabet with padding. Pure functions.  RFC 4648 4
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace postvern::records {

std::string base64(std::string_view octets);

// Absent unless `text` is exactly what base64() gives for some octets: no white space, full padding,
// unused bits zero.
std::optional<std::string> from_base64(std::string_view text);

}  // namespace postvern::records
