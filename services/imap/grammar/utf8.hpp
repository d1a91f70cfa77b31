#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

// UTF-8 as RFC 3629 defines it: no overlong forms, no surrogates, nothing above U+10FFFF.
namespace postvern::services::imap::grammar {

// The code point at `position`, which then moves behind it; absent (and unmoved) where none begins.
std::optional<char32_t> next_code_point(std::string_view text, std::size_t& position) noexcept;

bool is_valid_utf8(std::string_view text) noexcept;

// Whether every octet is below 0x80.
bool is_ascii(std::string_view text) noexcept;

// `code_point` must be a Unicode scalar value.
void append_utf8(std::string& out, char32_t code_point);

}  // namespace postvern::services::imap::grammar
