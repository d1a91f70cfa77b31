#include "compliance/letters/template_lines.hpp"

#include <algorithm>

#include "compliance/letters.hpp"
#include "compliance/letters/characters.hpp"

namespace postvern::compliance {

TemplateError::TemplateError(std::string file, std::size_t line, const std::string& what)
    : std::runtime_error(file + (line == 0 ? "" : ":" + std::to_string(line)) + ": " + what),
      file_(std::move(file)),
      line_(line) {}

namespace letters {

namespace {

constexpr std::size_t kLongestFile = 65536;  // octets
constexpr std::size_t kLongestLine = 1000;

}  // namespace

TemplateLines::TemplateLines(std::string_view file, std::string_view text)
    : file_(file), rest_(text) {
    if (text.size() > kLongestFile) throw TemplateError(file_, 0, "is longer than 64 KiB");
}

bool TemplateLines::next(std::string_view& line) {
    if (rest_.empty()) return false;
    ++number_;
    const std::size_t end = std::min(rest_.find('\n'), rest_.size());
    line = rest_.substr(0, end);
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    while (line.ends_with(' ')) line.remove_suffix(1);
    if (line.size() > kLongestLine) fail("the line is longer than 1,000 octets");
    if (const std::string_view fault = fault_of_line(line); !fault.empty())
        fail("the line " + std::string(fault));
    return true;
}

void TemplateLines::fail_at(std::size_t line, const std::string& what) const {
    throw TemplateError(file_, line, what);
}

std::map<std::string, std::string, std::less<>> TemplateLines::head(
    std::initializer_list<std::string_view> words) {
    std::map<std::string, std::string, std::less<>> values;
    auto word = words.begin();
    std::string_view line;
    while (values.size() < words.size() && next(line) && !line.empty()) {
        if (line.starts_with('#')) continue;
        const std::string wanted = std::string(*word) + ": ";
        if (!line.starts_with(wanted)) fail("the head is to say \"" + wanted + "...\" here");
        values.emplace(*word++, line.substr(wanted.size()));
    }
    if (word != words.end()) fail("the head lacks \"" + std::string(*word) + ": ...\"");
    return values;
}

void TemplateLines::end_head() {
    std::string_view line;
    while (next(line) && !line.empty()) {
        if (!line.starts_with('#')) fail("the head ends here: an empty line is to follow");
    }
}

bool is_word(std::string_view text) {
    const auto of_word = [](char octet) {
        return (octet >= 'a' && octet <= 'z') || (octet >= '0' && octet <= '9') || octet == '_' ||
               octet == '.';
    };
    return !text.empty() && text.size() <= 60 && text.front() >= 'a' && text.front() <= 'z' &&
           std::ranges::all_of(text, of_word);
}

std::string excerpt(std::string_view line) {
    std::size_t size = std::min<std::size_t>(line.size(), 60);
    while (size > 0 && size < line.size() &&
           (static_cast<unsigned char>(line[size]) & 0xC0) == 0x80)
        --size;
    return "\"" + std::string(line.substr(0, size)) + (size < line.size() ? "..." : "") + "\"";
}

}  // namespace letters

}  // namespace postvern::compliance
