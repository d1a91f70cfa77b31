#include "compliance/letters/paragraphs.hpp"

#include "compliance/letters/characters.hpp"

namespace postvern::compliance::letters {

namespace {

constexpr std::size_t kLineWidth = 72;  // RFC 3676 4.2: at most 78, 72 leaves room for quoting

// How lines of a block begin: the first, and those after it.
struct Margin {
    std::string_view first;
    std::string_view next;
};

Margin margin_of(LetterBlock::Form form) {
    switch (form) {
        case LetterBlock::Form::item:
            return {"- ", "  "};
        case LetterBlock::Form::line:
            return {"", "    "};
        default:
            return {"", ""};
    }
}

// RFC 3676 4.4: what would be taken for a quotation or for the mark of an mbox gets a space before
// it. 4.1: a line that ends with a space would flow into the next, also where the space was one that keeps words together.
void append_line(std::string& text, const std::string& line) {
    std::string plain = with_plain_spaces(line);
    plain.erase(plain.find_last_not_of(' ') + 1);
    if (plain.starts_with('>') || plain.starts_with("From ")) text += ' ';
    text += plain;
    text += '\n';
}

void append_wrapped(std::string& text, const LetterBlock& block) {
    const Margin margin = margin_of(block.form);
    std::string line(margin.first);
    bool begun = false;
    for (const std::string& word : words_of(block.text)) {
        if (begun && width(line) + 1 + width(word) > kLineWidth) {
            append_line(text, line);
            line = margin.next;
            begun = false;
        }
        if (begun) line += ' ';
        line += word;
        begun = true;
    }
    if (begun || margin.first.empty()) append_line(text, line);
}

bool announces_number(std::string_view word) {
    return word == "§" || word == "§§" || word == "Art." || word == "art." || word == "nr.";
}

}  // namespace

std::vector<std::string> paragraphs_of(std::string_view text) {
    std::vector<std::string> paragraphs;
    bool open = false;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.ends_with('\r')) line.remove_suffix(1);
        const bool blank = line.find_first_not_of(' ') == line.npos;
        if (!blank && open) (paragraphs.back() += ' ') += line;
        if (!blank && !open) paragraphs.emplace_back(line);
        open = !blank;
    }
    return paragraphs;
}

std::vector<std::string> words_of(std::string_view line) {
    std::vector<std::string> words;
    while (!line.empty()) {
        const std::size_t end = std::min(line.find(' '), line.size());
        const std::string_view word = line.substr(0, end);
        line.remove_prefix(std::min(end + 1, line.size()));
        if (word.empty()) continue;
        if (!words.empty() && announces_number(words.back())) {
            (words.back() += ' ') += word;
        } else {
            words.emplace_back(word);
        }
    }
    return words;
}

std::string with_plain_spaces(std::string_view text) {
    constexpr std::string_view kNoBreak = "\u00A0";
    std::string plain(text);
    for (std::size_t at = plain.find(kNoBreak); at != plain.npos; at = plain.find(kNoBreak, at)) {
        plain.replace(at, kNoBreak.size(), " ");
    }
    return plain;
}

std::string plain_text(const std::vector<LetterBlock>& blocks) {
    std::string text;
    for (const LetterBlock& block : blocks) {
        if (block.apart && !text.empty()) text += '\n';
        append_wrapped(text, block);
    }
    return text;
}

}  // namespace postvern::compliance::letters
