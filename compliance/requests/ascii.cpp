#include "compliance/requests/ascii.hpp"

#include <cstdint>

namespace postvern::compliance::requests {

namespace {

constexpr char kMark = '~';
constexpr char kEnd = ';';
constexpr std::string_view kDigits = "0123456789ABCDEF";

// Octets that follow the first, and the least that the second may be and the most, by RFC 3629 4.
struct Sequence {
    std::size_t more = 0;
    unsigned char least = 0x80;
    unsigned char most = 0xBF;
};

std::optional<Sequence> sequence_of(unsigned char first) {
    if (first < 0x80) return Sequence{};
    if (first >= 0xC2 && first <= 0xDF) return Sequence{1};
    if (first == 0xE0) return Sequence{2, 0xA0, 0xBF};
    if (first == 0xED) return Sequence{2, 0x80, 0x9F};
    if (first >= 0xE1 && first <= 0xEF) return Sequence{2};
    if (first == 0xF0) return Sequence{3, 0x90, 0xBF};
    if (first >= 0xF1 && first <= 0xF3) return Sequence{3};
    if (first == 0xF4) return Sequence{3, 0x80, 0x8F};
    return std::nullopt;
}

}  // namespace

bool is_utf8(std::string_view text) {
    const auto octet = [text](std::size_t at) { return static_cast<unsigned char>(text[at]); };
    for (std::size_t at = 0; at < text.size();) {
        const auto sequence = sequence_of(octet(at));
        if (!sequence || text.size() - at <= sequence->more) return false;
        for (std::size_t next = 1; next <= sequence->more; ++next) {
            const unsigned char value = octet(at + next);
            const bool second = next == 1;
            if (value < (second ? sequence->least : 0x80) ||
                value > (second ? sequence->most : 0xBF))
                return false;
        }
        at += 1 + sequence->more;
    }
    return true;
}

std::string to_ascii(std::string_view text) {
    std::string ascii;
    ascii.reserve(text.size());
    for (const char each : text) {
        const auto octet = static_cast<unsigned char>(each);
        if (octet < 0x80 && each != kMark) {
            ascii += each;
            continue;
        }
        ascii.append({kMark, kDigits[octet >> 4U], kDigits[octet & 0xFU], kEnd});
    }
    return ascii;
}

std::optional<std::string> from_ascii(std::string_view text) {
    std::string plain;
    plain.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != kMark) {
            plain += text[at];
            continue;
        }
        if (text.size() - at < 4 || text[at + 3] != kEnd) return std::nullopt;
        const auto high = kDigits.find(text[at + 1]);
        const auto low = kDigits.find(text[at + 2]);
        if (high == std::string_view::npos || low == std::string_view::npos) return std::nullopt;
        plain += static_cast<char>(high * 16 + low);
        at += 3;
    }
    if (!is_utf8(plain)) return std::nullopt;
    return plain;
}

}  // namespace postvern::compliance::requests
