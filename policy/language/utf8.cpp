#include "policy/language/utf8.hpp"

#include <algorithm>

namespace postvern::policy::language {

namespace {

constexpr bool is_continuation(unsigned char octet) { return (octet & 0xC0U) == 0x80U; }

// Octets that a sequence starting with `lead` has; 0 where no sequence starts so.
constexpr std::size_t sequence_length(unsigned char lead) {
    if (lead < 0x80U) return 1;
    if (lead >= 0xC2U && lead <= 0xDFU) return 2;
    if (lead >= 0xE0U && lead <= 0xEFU) return 3;
    if (lead >= 0xF0U && lead <= 0xF4U) return 4;
    return 0;
}

// The smallest value that needs `octets` octets: anything below it is overlong.
constexpr char32_t smallest(std::size_t octets) {
    constexpr char32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
    return kSmallest[octets];
}

}  // namespace

std::optional<CodePoint> decode_front(std::string_view text) {
    if (text.empty()) return std::nullopt;
    const auto lead = static_cast<unsigned char>(text.front());
    const std::size_t octets = sequence_length(lead);
    if (octets == 0 || text.size() < octets) return std::nullopt;
    if (octets == 1) return CodePoint{lead, 1};
    char32_t value = lead & (0x7FU >> octets);
    for (std::size_t index = 1; index < octets; ++index) {
        const auto octet = static_cast<unsigned char>(text[index]);
        if (!is_continuation(octet)) return std::nullopt;
        value = (value << 6U) | (octet & 0x3FU);
    }
    if (value < smallest(octets) || !is_scalar_value(value)) return std::nullopt;
    return CodePoint{value, octets};
}

std::optional<std::size_t> find_invalid_utf8(std::string_view text) {
    for (std::size_t offset = 0; offset < text.size();) {
        const auto character = decode_front(text.substr(offset));
        if (!character) return offset;
        offset += character->octets;
    }
    return std::nullopt;
}

std::size_t count_code_points(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char octet) {
        return !is_continuation(static_cast<unsigned char>(octet));
    }));
}

void append_utf8(std::string& text, char32_t value) {
    const auto tail = [&](unsigned shift) {
        text.push_back(static_cast<char>(0x80U | ((value >> shift) & 0x3FU)));
    };
    if (value < 0x80) {
        text.push_back(static_cast<char>(value));
    } else if (value < 0x800) {
        text.push_back(static_cast<char>(0xC0U | (value >> 6U)));
        tail(0);
    } else if (value < 0x10000) {
        text.push_back(static_cast<char>(0xE0U | (value >> 12U)));
        tail(6);
        tail(0);
    } else {
        text.push_back(static_cast<char>(0xF0U | (value >> 18U)));
        tail(12);
        tail(6);
        tail(0);
    }
}

}  // namespace postvern::policy::language
