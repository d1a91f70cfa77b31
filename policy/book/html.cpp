#include "policy/book/document.hpp"

namespace postvern::policy::book {

namespace {

// Readable, and fit for paper: no rule is torn apart, no navigation is printed.
constexpr std::string_view kStyle =
    "body{font:16px/1.5 Georgia,serif;color:#1a1a1a;max-width:62rem;margin:2rem auto;padding:0 "
    "1rem}"
    "h1,h2,h3,h4{font-family:Helvetica,Arial,sans-serif;line-height:1.25;margin:2em 0 .5em}"
    "h1{font-size:1.9rem;margin-top:0}h2{border-bottom:2px solid #444}h4{font-size:1rem}"
    "code,pre{font:13px/1.45 "
    "Menlo,Consolas,monospace;background:#f4f4f1}code{overflow-wrap:anywhere}"
    "pre{padding:.7rem;border-left:3px solid #999;white-space:pre-wrap}"
    "table{border-collapse:collapse;width:100%;font-size:.85rem;margin:1em 0}"
    "th,td{border:1px solid #bbb;padding:.3em .5em;text-align:left;vertical-align:top}"
    "th{background:#eee}a{color:#0b4a8f}nav "
    "ul{list-style:none;padding-left:1.2em}nav{font-size:.9rem}"
    "@media print{body{max-width:none;font-size:10.5pt}nav ul ul{display:none}a{color:inherit;"
    "text-decoration:none}h4,pre,tr{break-inside:avoid}h2{break-before:page}h3,h4{break-after:"
    "avoid}}";

std::string escaped(std::string_view text) {
    std::string safe;
    for (const char each : text) {
        switch (each) {
            case '&':
                safe += "&amp;";
                break;
            case '<':
                safe += "&lt;";
                break;
            case '>':
                safe += "&gt;";
                break;
            case '"':
                safe += "&quot;";
                break;
            default:
                safe.push_back(each);
        }
    }
    return safe;
}

std::string element(const std::string& name, const std::string& content) {
    return "<" + name + ">" + content + "</" + name + ">";
}

std::string anchored(const std::string& target, std::string_view text) {
    return "<a href=\"#" + escaped(target) + "\">" + escaped(text) + "</a>";
}

std::string in_html(const Line& line) {
    std::string html;
    for (const Run& run : line) {
        switch (run.style) {
            case Style::plain:
                html += escaped(run.text);
                break;
            case Style::strong:
                html += element("strong", escaped(run.text));
                break;
            case Style::code:
                html += element("code", escaped(run.text));
                break;
            case Style::link:
                html += anchored(run.target, run.text);
                break;
        }
    }
    return html;
}

struct BlockWriter {
    std::string operator()(const Heading& heading) const {
        const std::string name = "h" + std::to_string(heading.level + 1);
        return "<" + name + " id=\"" + escaped(heading.anchor) + "\">" + escaped(heading.text) +
               "</" + name + ">\n";
    }
    std::string operator()(const Paragraph& paragraph) const {
        return element("p", in_html(paragraph.line)) + "\n";
    }
    std::string operator()(const Listing& listing) const {
        return element("pre", escaped(listing.text)) + "\n";
    }
    std::string operator()(const List& list) const {
        std::string items;
        for (const Line& item : list.items) items += element("li", in_html(item)) + "\n";
        return element("ul", "\n" + items) + "\n";
    }
    std::string operator()(const Table& table) const {
        std::string head;
        for (const std::string& cell : table.head) head += element("th", escaped(cell));
        std::string rows;
        for (const auto& row : table.rows) {
            std::string cells;
            for (const Line& cell : row) cells += element("td", in_html(cell));
            rows += element("tr", cells) + "\n";
        }
        return element("table",
                       element("thead", element("tr", head)) + "\n" + element("tbody", rows)) +
               "\n";
    }
};

// Chapters and their sections; entries are too many.
std::string contents_of(const Document& document) {
    std::string html = "<nav>\n<ul>\n";
    bool within = false;
    for (const Block& block : document.blocks) {
        const auto* const heading = std::get_if<Heading>(&block);
        if (heading == nullptr || heading->level > 2) continue;
        if (heading->level == 2 && !within) html += "<ul>\n";
        if (heading->level == 1 && within) html += "</ul>\n";
        within = heading->level == 2;
        html += element("li", anchored(heading->anchor, heading->text)) + "\n";
    }
    return html + (within ? "</ul>\n" : "") + "</ul>\n</nav>\n";
}

}  // namespace

std::string to_html(const Document& document) {
    std::string html =
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
        "'unsafe-inline'\">\n";
    html += element("title", escaped(document.title)) + "\n" +
            element("style", std::string(kStyle)) + "\n";
    html +=
        "</head>\n<body>\n" + element("h1", escaped(document.title)) + "\n" + contents_of(document);
    for (const Block& block : document.blocks) html += std::visit(BlockWriter{}, block);
    return html + "</body>\n</html>\n";
}

}  // namespace postvern::policy::book
