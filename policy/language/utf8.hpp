// UTF-8 as RFC 3629 defines it: no overlong forms, no surrogates, nothing above U+10FFFF.
// Pure functions, thread-safe.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace postvern::policy::language {

// One decoded character: its code point and how many octets (1 to 4) it took.
struct CodePoint {
    char32_t value = 0;
    std::size_t octets = 0;
};

// The character at the front of `text`; nothing where `text` is empty or does not begin with a
// well-formed sequence.  RFC 3629 4
std::optional<CodePoint> decode_front(std::string_view text);

// Offset (0-based) of the first octet that is not part of well-formed UTF-8; nothing if all is.
std::optional<std::size_t> find_invalid_utf8(std::string_view text);

// Number of code points in `text`, which is well-formed.
std::size_t count_code_points(std::string_view text);

// Whether `value` may be written in UTF-8: at most U+10FFFF and not a surrogate.
constexpr bool is_scalar_value(char32_t value) {
    return value <= 0x10FFFF && !(value >= 0xD800 && value <= 0xDFFF);
}

// Appends the scalar value `value` to `text`.  RFC 3629 3
void append_utf8(std::string& text, char32_t value);

}  // namespace postvern::policy::language
