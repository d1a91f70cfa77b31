// Text as ASCII for the TOML library, and back. Version 3.3.0 of it has undefined behaviour for
// some characters outside of ASCII (its issues 190 and 295), which whoever writes a request could
// choose; so it is shown none. Pure functions, thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace postvern::compliance::requests {

// No overlong forms, no surrogates, nothing above U+10FFFF.  RFC 3629 4
bool is_utf8(std::string_view text);

// Each octet from 0x80, and "~", as "~C3;": a character of a string stays one of a string.
std::string to_ascii(std::string_view text);

// What to_ascii was given. Absent for what it gives for nothing, and for what is no UTF-8: a "~"
// may have come by an escape of TOML.
std::optional<std::string> from_ascii(std::string_view text);

}  // namespace postvern::compliance::requests
