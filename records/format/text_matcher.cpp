#include "records/format/text_matcher.hpp"

#include <algorithm>

#include "records/format/ascii.hpp"
#include "records/format/gmime.hpp"

namespace postvern::records::format {
namespace {

constexpr std::size_t kMaxPending = 256 * 1024;  // octets of a line that wait for its end

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

bool is_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

void append_squeezed(std::string_view text, std::string& folded) {
    for (const char c : text) {
        if (!is_space(c)) {
            folded.push_back(lower(c));
        } else if (folded.empty() || folded.back() != ' ') {
            folded.push_back(' ');
        }
    }
}

}  // namespace

// Line by line: most lines are ASCII also in mail that is not, and need no tables.
void fold_text(std::string_view text, std::string& folded) {
    while (!text.empty()) {
        const auto line = text.substr(0, std::min(text.find('\n'), text.size() - 1) + 1);
        text.remove_prefix(line.size());
        if (is_ascii(line)) {
            append_squeezed(line, folded);
        } else {
            append_squeezed(fold_case(line), folded);
        }
    }
}

bool TextMatcher::feed(std::string_view utf8) {
    if (found_) return true;
    pending_ += utf8;
    const auto line_end = pending_.rfind('\n');
    auto size = line_end == std::string::npos ? 0 : line_end + 1;
    if (pending_.size() - size > kMaxPending) size = pending_.size();
    look(std::string_view(pending_).substr(0, size));
    pending_.erase(0, size);
    return found_;
}

bool TextMatcher::finish() {
    look(pending_);
    pending_.clear();
    return found_;
}

void TextMatcher::look(std::string_view text) {
    if (found_ || text.empty()) return;
    fold_text(text, window_);
    found_ = window_.find(needle_) != std::string::npos;
    if (window_.size() >= needle_.size()) window_.erase(0, window_.size() - needle_.size() + 1);
}

}  // namespace postvern::records::format
