// Text as JSON writes it. Pure function, thread-safe.
#pragma once

#include <string>
#include <string_view>

namespace postvern::compliance {

// `text` as a JSON string with its quotes: '"', '\\' and control characters are escaped, and nothing is lost. Of what is
// no UTF-8 each octet beyond ASCII becomes U+FFFD.  RFC 8259 7, 8.1
std::string json_text(std::string_view text);

}  // namespace postvern::compliance
