// A document as its chapters say it, and its two forms: HTML and Markdown. Plain values; pure
// functions, thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace postvern::policy::book {

enum class Style : std::uint8_t { plain, strong, code, link };

// A run of text; of a link `target` is an anchor of this document.
struct Run {
    std::string text;
    Style style = Style::plain;
    std::string target{};
};
using Line = std::vector<Run>;

struct Heading {
    int level;  // 1 chapter, 2 section, 3 entry
    std::string anchor;
    std::string text;
};
struct Paragraph {
    Line line;
};
struct Listing {
    std::string text;  // of code, whole lines
};
struct List {
    std::vector<Line> items;
};
struct Table {
    std::vector<std::string> head;
    std::vector<std::vector<Line>> rows;
};
using Block = std::variant<Heading, Paragraph, Listing, List, Table>;

struct Document {
    std::string title;
    std::vector<Block> blocks;
};

inline Run plain(std::string text) { return {std::move(text)}; }
inline Run strong(std::string text) { return {std::move(text), Style::strong}; }
inline Run code(std::string text) { return {std::move(text), Style::code}; }
inline Run link(std::string text, std::string target) {
    return {std::move(text), Style::link, std::move(target)};
}
// Adds `runs` to a line, with `divider` between what is there and what comes.
void append(Line& line, std::string_view divider, Line runs);

// A name as an anchor: "GDPR Art. 5(1)" is "law-gdpr-art-5-1".
std::string anchor_of(std::string_view kind, std::string_view name);

// One page without scripts or references to anything outside of it, for screen and paper.
std::string to_html(const Document& document);
std::string to_markdown(const Document& document);

}  // namespace postvern::policy::book
