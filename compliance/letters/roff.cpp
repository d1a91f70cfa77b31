#include "compliance/letters/roff.hpp"

#include <array>
#include <cstdio>

#include "compliance/letters/characters.hpp"
#include "compliance/letters/paragraphs.hpp"

namespace postvern::compliance::letters {

namespace {

// Measures, then the top and the foot of a page. `%` is the page's number; the first has none.
constexpr std::string_view kPage = R"(.pl 29.7c
.po 2.5c
.ll 16c
.lt 16c
.fam T
.ft R
.ps 11
.vs 14.5p
.ad l
.ss 12 0
.cflags 0 \[hy]
.nh
.de page-top
'sp 2.2c
..
.de page-foot
'sp 0.8c
.if \\n%>1 .tl ''\\n%''
'bp
..
.wh 0 page-top
.wh -2.5c page-foot
.pn 1
)";

// Glyphs by name, groff_char(7): what roff would read as its own, or print as another sign.
std::string_view glyph(char32_t character) {
    switch (character) {
        case U'\\':
            return "\\[rs]";
        case U'\'':
            return "\\[aq]";
        case U'"':
            return "\\[dq]";
        case U'`':
            return "\\[ga]";
        case U'^':
            return "\\[ha]";
        case U'~':
            return "\\[ti]";
        case U'-':
            return "\\[hy]";
        case 0x00A0:
            return "\\~";
        default:
            return {};
    }
}

bool plain(char32_t character) {
    return (character >= U'a' && character <= U'z') || (character >= U'A' && character <= U'Z') ||
           (character >= U'0' && character <= U'9') ||
           std::u32string_view(U" .,:;/()@_+=#%&!?*<>[]{}|$").find(character) !=
               std::u32string_view::npos;
}

void append_block(std::string& page, const LetterBlock& block, bool apart) {
    using Form = LetterBlock::Form;
    if (apart) page += ".sp 0.6v\n";
    if (block.form == Form::heading) page += ".ne 4v\n.ft B\n";
    if (block.form == Form::item) page += ".in 1.5m\n.ti -1.5m\n\\&\\[bu]\\h'0.7m'";
    if (block.form == Form::line) page += ".in 2m\n.ti -2m\n";
    const auto words = words_of(block.text);
    if (words.empty()) page += ".sp 1v";
    for (std::size_t at = 0; at < words.size(); ++at) {
        // A word a line: no line grows long, and all begin with what prints nothing.
        page += (at == 0 ? "\\&" : "\n\\&") + roff_text(words[at]);
    }
    page += "\n.br\n.in 0\n";
    if (block.form == Form::heading) page += ".ft R\n";
}

}  // namespace

std::string roff_text(std::string_view text) {
    std::string written;
    const auto characters = characters_of(text);
    if (!characters) throw TypesettingError("the letter is not UTF-8");
    for (const char32_t character : *characters) {
        if (const std::string_view name = glyph(character); !name.empty()) {
            written += name;
        } else if (plain(character)) {
            written += static_cast<char>(character);
        } else {
            std::array<char, 16> number{};
            std::snprintf(number.data(), number.size(), "\\[u%04X]",
                          static_cast<unsigned>(character));
            written += number.data();
        }
    }
    return written;
}

std::string roff(const Letter& letter) {
    std::string page(kPage);
    bool begun = false;
    for (const LetterBlock& block : letter.blocks) {
        append_block(page, block, block.apart && begun);
        begun = true;
    }
    return page;
}

}  // namespace postvern::compliance::letters
