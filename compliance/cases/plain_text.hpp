// What a line of a form may hold. Internal. Pure functions, thread-safe.
#pragma once

#include <cstddef>
#include <string_view>

namespace postvern::compliance::cases {

// UTF-8 (RFC 3629), 1 to `most` octets, no blank at either end, without controls and without what hides or turns round
// what stands beside it (Unicode TR 36 2.5).
bool is_plain(std::string_view text, std::size_t most);
// Such a text with a local part and a domain, without blanks.  RFC 5321 4.5.3.1
bool is_address(std::string_view text);

}  // namespace postvern::compliance::cases
