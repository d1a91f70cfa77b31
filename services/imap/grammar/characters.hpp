#pragma once

#include <algorithm>
#include <string>
#include <string_view>

// Character classes of RFC 9051 9 and ASCII case, independent of any locale.
namespace postvern::services::imap::grammar {

constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
constexpr bool is_alpha(char c) noexcept {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

// Any 7-bit octet that is neither a control character nor DEL.
constexpr bool is_printable(char c) noexcept { return c >= ' ' && c <= '~'; }

// ATOM-CHAR: neither atom-specials nor 8-bit.
constexpr bool is_atom_char(char c) noexcept {
    return is_printable(c) && std::string_view("(){ %*\"\\]").find(c) == std::string_view::npos;
}

// ASTRING-CHAR: "]" too.
constexpr bool is_astring_char(char c) noexcept { return is_atom_char(c) || c == ']'; }

// list-char: wildcards too.
constexpr bool is_list_char(char c) noexcept { return is_astring_char(c) || c == '%' || c == '*'; }

// <tag>: ASTRING-CHAR except "+".
constexpr bool is_tag_char(char c) noexcept { return is_astring_char(c) && c != '+'; }

constexpr char to_upper(char c) noexcept {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

inline std::string to_upper(std::string_view text) {
    std::string upper(text);
    for (char& c : upper) c = to_upper(c);
    return upper;
}

constexpr bool equal_ignoring_case(std::string_view a, std::string_view b) noexcept {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char x, char y) { return to_upper(x) == to_upper(y); });
}

}  // namespace postvern::services::imap::grammar
