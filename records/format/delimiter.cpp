#include "records/format/delimiter.hpp"

#include <utility>

#include "records/format/ascii.hpp"
#include "records/format/header.hpp"

namespace postvern::records::format {
namespace {

constexpr std::size_t kMaxDelimiterLine =
    1'000;  // octets; RFC 5322 2.1.1 allows 998 and a line end

std::string_view without_line_end(std::string_view line) {
    if (!line.empty() && line.back() == '\n') line.remove_suffix(1);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    return line;
}

}  // namespace

void Delimiters::open(std::string boundary) {
    levels_[boundary].push_back(open_.size());
    open_.push_back(std::move(boundary));
}

void Delimiters::close_innermost() {
    const auto entry = levels_.find(open_.back());
    entry->second.pop_back();
    if (entry->second.empty()) levels_.erase(entry);
    open_.pop_back();
}

std::optional<std::size_t> Delimiters::level_of(const std::string& boundary) const {
    const auto entry = levels_.find(boundary);
    if (entry == levels_.end()) return std::nullopt;
    return entry->second.back();
}

std::optional<Delimiter> Delimiters::at(std::size_t begin) const {
    if (open_.empty() || message_.substr(begin, 2) != "--") return std::nullopt;
    const auto line = line_at(message_, begin);
    if (line.size() > kMaxDelimiterLine) return std::nullopt;
    auto text = without_line_end(line.substr(2));
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);

    std::string boundary(text);
    const auto plain = level_of(boundary);
    std::optional<std::size_t> closing;
    if (text.ends_with("--")) {
        boundary.resize(boundary.size() - 2);
        closing = level_of(boundary);
    }
    if (!plain && !closing) return std::nullopt;
    const bool closes = closing && (!plain || *closing > *plain);
    return Delimiter{closes ? *closing : *plain, closes, begin, begin + line.size()};
}

std::optional<Delimiter> Delimiters::find(std::size_t begin) const {
    if (open_.empty()) return std::nullopt;
    while (begin < message_.size()) {
        if (const auto delimiter = at(begin)) return delimiter;
        const auto next = message_.find("\n--", begin);
        if (next == std::string_view::npos) break;
        begin = next + 1;
    }
    return std::nullopt;
}

}  // namespace postvern::records::format
