#include "policy/language/source.hpp"

#include <algorithm>
#include <utility>

#include "policy/language/limits.hpp"
#include "policy/language/utf8.hpp"

namespace postvern::policy::language {

namespace {

// An excerpt is for a terminal: of an overlong line only this many octets are worth showing.
constexpr std::size_t kMaxExcerptOctets = 240;

std::vector<std::uint32_t> find_line_starts(std::string_view text) {
    std::vector<std::uint32_t> starts{0};
    for (std::size_t offset = 0; offset < text.size(); ++offset) {
        if (text[offset] == '\n') starts.push_back(static_cast<std::uint32_t>(offset + 1));
    }
    return starts;
}

// The caret line below `line`: tabs stay tabs, so that both lines indent alike. Control
// characters other than tabs are shown as '?', so that a rule file cannot drive a terminal.
std::string draw_excerpt(std::string_view line, std::size_t column) {
    std::string shown;
    std::string below;
    std::size_t at = 1;
    for (const char octet : line) {
        const auto value = static_cast<unsigned char>(octet);
        const bool control = (value < 0x20 && octet != '\t') || value == 0x7F;
        shown.push_back(control ? '?' : octet);
        const bool starts_character = (value & 0xC0U) != 0x80U;
        if (starts_character && at++ < column) below.push_back(octet == '\t' ? '\t' : ' ');
    }
    return shown + "\n" + below + "^";
}

}  // namespace

SourceText::SourceText(Source source) : source_(std::move(source)) {
    if (source_.text.size() > kMaxSourceOctets) {
        throw SyntaxError(source_.name, Position{},
                          "expected at most " + std::to_string(kMaxSourceOctets) +
                              " octets, found " + std::to_string(source_.text.size()),
                          {});
    }
    line_starts_ = find_line_starts(source_.text);
    if (const auto invalid = find_invalid_utf8(source_.text)) {
        // The line cannot be shown: it is not text.
        throw SyntaxError(source_.name, position(*invalid),
                          "expected UTF-8, found an octet that is not", {});
    }
}

std::string_view SourceText::text(Span span) const {
    return text().substr(span.begin, span.end - span.begin);
}

Position SourceText::position(std::size_t offset) const {
    const auto after = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
    const auto line = static_cast<std::size_t>(after - line_starts_.begin());
    const std::size_t start = line_starts_[line - 1];
    return {line, count_code_points(text().substr(start, offset - start)) + 1};
}

std::string_view SourceText::line_text(std::size_t line) const {
    const std::size_t start = line_starts_[line - 1];
    std::string_view rest = text().substr(start);
    rest = rest.substr(0, rest.find('\n'));
    if (!rest.empty() && rest.back() == '\r') rest.remove_suffix(1);
    return rest;
}

SyntaxError SourceText::error(std::size_t offset, std::string problem) const {
    const Position where = position(offset);
    const std::string_view line = line_text(where.line);
    std::string excerpt =
        line.size() <= kMaxExcerptOctets ? draw_excerpt(line, where.column) : std::string{};
    return {source_.name, where, std::move(problem), std::move(excerpt)};
}

}  // namespace postvern::policy::language
