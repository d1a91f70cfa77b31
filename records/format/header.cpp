#include "records/format/header.hpp"

#include <algorithm>

#include "records/format/ascii.hpp"
#include "records/message.hpp"

namespace postvern::records::format {
namespace {

// field-name = 1*ftext, octets 33 to 126 but the colon.  RFC 5322 3.6.8
bool is_field_name(std::string_view name) {
    return !name.empty() &&
           std::all_of(name.begin(), name.end(), [](char c) { return c > 32 && c < 127; });
}

std::optional<Field> field_from(std::string_view raw) {
    const auto colon = raw.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    const auto name = trimmed(raw.substr(0, colon));  // obsolete syntax: blanks before the colon
    if (!is_field_name(name) || is_blank(raw.front())) return std::nullopt;
    return Field{name, raw.substr(colon + 1, kMaxFieldOctets), raw};
}

}  // namespace

std::string_view line_at(std::string_view text, std::size_t begin) {
    if (begin >= text.size()) return {};
    const auto end = text.find('\n', begin);
    return end == std::string_view::npos ? text.substr(begin) : text.substr(begin, end + 1 - begin);
}

bool Field::is(std::string_view other) const { return equal_caseless(name, other); }

std::optional<Field> FieldReader::next() {
    while (position_ < header_.size()) {
        const auto begin = position_;
        const auto first = line_at(header_, begin);
        if (is_blank_line(first)) return std::nullopt;
        position_ += first.size();
        while (position_ < header_.size() && is_blank(header_[position_])) {
            position_ += line_at(header_, position_).size();
        }
        if (const auto field = field_from(header_.substr(begin, position_ - begin))) return field;
    }
    return std::nullopt;
}

std::string unfold(std::string_view value) {
    std::string line;
    line.reserve(value.size());
    std::copy_if(value.begin(), value.end(), std::back_inserter(line),
                 [](char c) { return c != '\r' && c != '\n' && c != '\0'; });
    const auto text = trimmed(line);
    if (text.size() == line.size()) return line;
    return std::string(text);
}

}  // namespace postvern::records::format
