// Whether octets are well-formed UTF-8. Pure; may be called concurrently.
#pragma once

#include <cstdint>
#include <string_view>

namespace postvern::services::sign_in {

// True for well-formed UTF-8 (RFC 3629 4): no overlong forms, no surrogates, nothing above
// U+10FFFF.
constexpr bool is_utf8(std::string_view text) {
    std::size_t at = 0;
    const auto octet = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
    while (at < text.size()) {
        const auto lead = octet(at);
        if (lead < 0x80) {
            ++at;
            continue;
        }
        std::size_t tails = 0;
        std::uint8_t lowest = 0x80;
        std::uint8_t highest = 0xBF;
        if (lead >= 0xC2 && lead <= 0xDF) {
            tails = 1;
        } else if (lead >= 0xE0 && lead <= 0xEF) {
            tails = 2;
            if (lead == 0xE0) lowest = 0xA0;
            if (lead == 0xED) highest = 0x9F;
        } else if (lead >= 0xF0 && lead <= 0xF4) {
            tails = 3;
            if (lead == 0xF0) lowest = 0x90;
            if (lead == 0xF4) highest = 0x8F;
        } else {
            return false;
        }
        if (text.size() - at <= tails) return false;
        if (octet(at + 1) < lowest || octet(at + 1) > highest) return false;
        for (std::size_t i = 2; i <= tails; ++i) {
            if ((octet(at + i) & 0xC0) != 0x80) return false;
        }
        at += tails + 1;
    }
    return true;
}

}  // namespace postvern::services::sign_in
