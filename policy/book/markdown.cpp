#include "policy/book/document.hpp"

namespace postvern::policy::book {

namespace {

// What Markdown would take for markup is not.
std::string escaped(std::string_view text) {
    constexpr std::string_view kMarks = "\\`*_[]<>|#";
    std::string safe;
    for (const char each : text) {
        if (kMarks.find(each) != kMarks.npos) safe.push_back('\\');
        safe.push_back(each);
    }
    return safe;
}

std::string in_code(std::string_view text, bool in_table) {
    std::string safe;
    for (const char each : text) {
        if (each == '|' && in_table) safe.push_back('\\');
        safe.push_back(each);
    }
    return safe.find('`') == safe.npos ? "`" + safe + "`" : "`` " + safe + " ``";
}

// Blanks at the end stay outside: before the closing marks they would undo them.
std::string in_bold(std::string_view text) {
    const std::size_t end = text.find_last_not_of(' ') + 1;
    return "**" + escaped(text.substr(0, end)) + "**" + std::string(text.substr(end));
}

std::string in_markdown(const Line& line, bool in_table) {
    std::string text;
    for (const Run& run : line) {
        switch (run.style) {
            case Style::plain:
                text += escaped(run.text);
                break;
            case Style::strong:
                text += in_bold(run.text);
                break;
            case Style::code:
                text += in_code(run.text, in_table);
                break;
            case Style::link:
                text += "[" + escaped(run.text) + "](#" + run.target + ")";
                break;
        }
    }
    return text;
}

struct BlockWriter {
    std::string operator()(const Heading& heading) const {
        return "<a id=\"" + heading.anchor + "\"></a>\n\n" +
               std::string(static_cast<std::size_t>(heading.level) + 1, '#') + " " +
               escaped(heading.text) + "\n\n";
    }
    std::string operator()(const Paragraph& paragraph) const {
        return in_markdown(paragraph.line, false) + "\n\n";
    }
    std::string operator()(const Listing& listing) const {
        return "```cedar\n" + listing.text + (listing.text.ends_with('\n') ? "" : "\n") + "```\n\n";
    }
    std::string operator()(const List& list) const {
        std::string text;
        for (const Line& item : list.items) text += "- " + in_markdown(item, false) + "\n";
        return text + "\n";
    }
    std::string operator()(const Table& table) const {
        std::string text = "|";
        for (const std::string& cell : table.head) text += " " + escaped(cell) + " |";
        text += "\n|";
        for (std::size_t i = 0; i < table.head.size(); ++i) text += "---|";
        for (const auto& row : table.rows) {
            text += "\n|";
            for (const Line& cell : row) text += " " + in_markdown(cell, true) + " |";
        }
        return text + "\n\n";
    }
};

}  // namespace

std::string to_markdown(const Document& document) {
    std::string text = "# " + escaped(document.title) + "\n\n";
    for (const Block& block : document.blocks) {
        const auto* const heading = std::get_if<Heading>(&block);
        if (heading == nullptr || heading->level > 2) continue;
        text += std::string(heading->level == 2 ? "  " : "") + "- [" + escaped(heading->text) +
                "](#" + heading->anchor + ")\n";
    }
    text += "\n";
    for (const Block& block : document.blocks) text += std::visit(BlockWriter{}, block);
    while (text.ends_with("\n\n")) text.pop_back();
    return text;
}

}  // namespace postvern::policy::book
