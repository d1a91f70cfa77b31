// Octets of published vectors, written as hexadecimal digits.
#pragma once

#include <string>
#include <string_view>

namespace postvern::records::test {

inline std::string octets(std::string_view hexadecimal) {
    const auto digit = [](char character) {
        return character <= '9' ? character - '0' : character - 'a' + 10;
    };
    std::string result;
    for (std::size_t at = 0; at + 1 < hexadecimal.size(); at += 2) {
        result += static_cast<char>(digit(hexadecimal[at]) << 4 | digit(hexadecimal[at + 1]));
    }
    return result;
}

inline std::string hexadecimal(std::string_view octets) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string result;
    for (const char octet : octets) {
        result += kDigits[static_cast<unsigned char>(octet) >> 4];
        result += kDigits[static_cast<unsigned char>(octet) & 15];
    }
    return result;
}

// `first`, `first` + 1, ... `last`.
inline std::string ascending(int first, int last) {
    std::string result;
    for (int value = first; value <= last; ++value) result += static_cast<char>(value);
    return result;
}

}  // namespace postvern::records::test
