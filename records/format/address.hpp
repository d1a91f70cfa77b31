// Address lists of From, To and their like, as IMAP's ENVELOPE wants them.
// Thread safety: functions of their arguments.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "records/message.hpp"

namespace postvern::records::format {

inline constexpr std::size_t kMaxAddresses = 10'000;  // per list; the rest is not listed

// Appends the addresses of an unfolded field value to `list`. Never fails: what is no address
// becomes one with an empty host, so that a reader sees it. A comment names an address that has no
// display name. RFC 5322 3.4, 4.4; RFC 9051 7.5.2
void append_addresses(std::string_view value, std::vector<Address>& list);

}  // namespace postvern::records::format
