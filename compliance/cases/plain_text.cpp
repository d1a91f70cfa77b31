#include "compliance/cases/plain_text.hpp"

#include <array>
#include <cstdint>
#include <optional>

namespace postvern::compliance::cases {

namespace {

constexpr std::size_t kMostOfAddress = 320;  // octets

// Of a sequence that begins with `first`; 0 for none.
std::size_t size_of_sequence(unsigned char first) {
    if (first < 0x80) return 1;
    if (first < 0xc2) return 0;
    if (first < 0xe0) return 2;
    if (first < 0xf0) return 3;
    return first < 0xf5 ? 4 : 0;
}

// The next character, taken off; absent for what is none.  RFC 3629 4
std::optional<std::uint32_t> take_character(std::string_view& text) {
    constexpr std::array<std::uint32_t, 5> kSmallest = {0, 0, 0x80, 0x800, 0x10000};
    const auto first = static_cast<unsigned char>(text.front());
    const std::size_t size = size_of_sequence(first);
    if (size == 0 || text.size() < size) return {};
    std::uint32_t character = size == 1 ? first : first & (0x7fU >> size);
    for (std::size_t i = 1; i < size; ++i) {
        const auto octet = static_cast<unsigned char>(text[i]);
        if ((octet & 0xc0U) != 0x80) return {};
        character = character << 6 | (octet & 0x3fU);
    }
    const bool surrogate = character >= 0xd800 && character < 0xe000;
    if (character < kSmallest[size] || character > 0x10ffff || surrogate) return {};
    text.remove_prefix(size);
    return character;
}

struct Range {
    std::uint32_t first;
    std::uint32_t last;
};
// Controls, invisible characters, marks of direction, what is no character, tags.
constexpr std::array<Range, 10> kMisleading = {{{0x0, 0x1f},
                                                {0x7f, 0x9f},
                                                {0xad, 0xad},
                                                {0x61c, 0x61c},
                                                {0x200b, 0x200f},
                                                {0x2028, 0x202e},
                                                {0x2060, 0x206f},
                                                {0xfeff, 0xfeff},
                                                {0xfff0, 0xffff},
                                                {0xe0000, 0x10ffff}}};

bool misleads(std::uint32_t character) {
    for (const Range& range : kMisleading) {
        if (range.first <= character && character <= range.last) return true;
    }
    return false;
}

}  // namespace

bool is_plain(std::string_view text, std::size_t most) {
    if (text.empty() || text.size() > most || text.front() == ' ' || text.back() == ' ') return false;
    while (!text.empty()) {
        const auto character = take_character(text);
        if (!character || misleads(*character)) return false;
    }
    return true;
}

bool is_address(std::string_view text) {
    const auto at = text.rfind('@');
    return is_plain(text, kMostOfAddress) && text.find(' ') == std::string_view::npos &&
           at != std::string_view::npos && at > 0 && at + 1 < text.size();
}

}  // namespace postvern::compliance::cases
