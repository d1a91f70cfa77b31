#include "services/imap/grammar/base64.hpp"

#include <cstddef>
#include <cstdint>

#include "services/imap/grammar/secret.hpp"

namespace postvern::services::imap::grammar {

namespace {

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

}  // namespace

std::optional<std::string> decode_base64(std::string_view text) {
    if (text.size() % 4 != 0) return std::nullopt;
    std::size_t padding = 0;
    while (padding < 2 && padding < text.size() && text[text.size() - 1 - padding] == '=')
        ++padding;
    text.remove_suffix(padding);

    std::string octets;
    octets.reserve(text.size() * 3 / 4 + 1);
    std::uint32_t bits = 0;
    int pending = 0;
    for (const char c : text) {
        const std::size_t value = kAlphabet.find(c);
        if (value == std::string_view::npos) {
            wipe(octets);
            return std::nullopt;
        }
        bits = (bits << 6) | static_cast<std::uint32_t>(value);
        pending += 6;
        if (pending >= 8) {
            pending -= 8;
            octets += static_cast<char>((bits >> pending) & 0xFFU);
        }
    }
    // RFC 4648 3.5: bits that the padding leaves over are zero, else two texts mean the same.
    if ((bits & ((1U << pending) - 1U)) != 0) {
        wipe(octets);
        return std::nullopt;
    }
    return octets;
}

std::string encode_base64(std::string_view octets) {
    std::string text;
    text.reserve((octets.size() + 2) / 3 * 4);
    std::uint32_t bits = 0;
    int pending = 0;
    for (const char c : octets) {
        bits = (bits << 8) | static_cast<unsigned char>(c);
        pending += 8;
        while (pending >= 6) {
            pending -= 6;
            text += kAlphabet[(bits >> pending) & 0x3FU];
        }
    }
    if (pending > 0) text += kAlphabet[(bits << (6 - pending)) & 0x3FU];
    while (text.size() % 4 != 0) text += '=';
    return text;
}

}  // namespace postvern::services::imap::grammar
