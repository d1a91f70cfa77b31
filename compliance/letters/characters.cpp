#include "compliance/letters/characters.hpp"

#include <algorithm>
#include <array>

namespace postvern::compliance::letters {

namespace {

struct Range {
    char32_t first;
    char32_t last;
};

// Controls, soft hyphen, marks of direction, invisible ones, line and paragraph separators,
// surrogates, tags.
constexpr auto kUnprintable = std::to_array<Range>({{0x0000, 0x001F},
                                                    {0x007F, 0x009F},
                                                    {0x00AD, 0x00AD},
                                                    {0x034F, 0x034F},
                                                    {0x061C, 0x061C},
                                                    {0x115F, 0x1160},
                                                    {0x17B4, 0x17B5},
                                                    {0x180B, 0x180F},
                                                    {0x200B, 0x200F},
                                                    {0x2028, 0x202E},
                                                    {0x2060, 0x206F},
                                                    {0x3164, 0x3164},
                                                    {0xD800, 0xF8FF},  // surrogates, private use
                                                    {0xFE00, 0xFE0F},
                                                    {0xFEFF, 0xFEFF},
                                                    {0xFFA0, 0xFFA0},
                                                    {0xFFF0, 0xFFFF},
                                                    {0xE0000, 0x10FFFF}});

// How many octets a sequence takes by its first, and the least character that may be written so.
struct Lead {
    std::size_t size;
    char32_t bits;
    char32_t least;
};

std::optional<Lead> lead_of(unsigned char octet) {
    if (octet < 0x80) return Lead{1, octet, 0};
    if ((octet & 0xE0) == 0xC0) return Lead{2, octet & 0x1FU, 0x80};
    if ((octet & 0xF0) == 0xE0) return Lead{3, octet & 0x0FU, 0x800};
    if ((octet & 0xF8) == 0xF0) return Lead{4, octet & 0x07U, 0x10000};
    return std::nullopt;
}

}  // namespace

std::optional<std::vector<char32_t>> characters_of(std::string_view text) {
    std::vector<char32_t> characters;
    while (!text.empty()) {
        const auto lead = lead_of(static_cast<unsigned char>(text.front()));
        if (!lead || lead->size > text.size()) return std::nullopt;
        char32_t character = lead->bits;
        for (std::size_t at = 1; at < lead->size; ++at) {
            const auto octet = static_cast<unsigned char>(text[at]);
            if ((octet & 0xC0) != 0x80) return std::nullopt;
            character = (character << 6) | (octet & 0x3FU);
        }
        const bool surrogate = character >= 0xD800 && character <= 0xDFFF;
        if (character < lead->least || character > 0x10FFFF || surrogate) return std::nullopt;
        characters.push_back(character);
        text.remove_prefix(lead->size);
    }
    return characters;
}

bool printable(char32_t character) noexcept {
    return std::ranges::none_of(kUnprintable, [&](Range range) {
        return range.first <= character && character <= range.last;
    });
}

std::string_view fault_of_line(std::string_view line) {
    const auto characters = characters_of(line);
    if (!characters) return "is not UTF-8";
    if (!std::ranges::all_of(*characters, printable)) {
        return "has a character that cannot be printed: a control character, or one that is "
               "invisible or turns the "
               "direction of writing";
    }
    return {};
}

std::size_t width(std::string_view text) noexcept {
    return static_cast<std::size_t>(std::ranges::count_if(
        text, [](char octet) { return (static_cast<unsigned char>(octet) & 0xC0) != 0x80; }));
}

}  // namespace postvern::compliance::letters
