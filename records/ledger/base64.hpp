// Base 64 as signed notes use it: the standard alphabet with padding.  RFC 4648 4
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace postvern::records::ledger {

std::string base64(std::string_view octets);

// Absent unless `text` is exactly what base64() gives for some octets: no white space, full padding,
// unused bits zero.
std::optional<std::string> from_base64(std::string_view text);

}  // namespace postvern::records::ledger
