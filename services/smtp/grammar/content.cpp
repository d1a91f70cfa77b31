#include "services/smtp/grammar/content.hpp"

#include <algorithm>

namespace postvern::services::smtp::grammar {
namespace {

constexpr std::uint64_t kMostReserved = 1024 * 1024;  // a promise alone does not take more memory

bool is_plain(char c) { return c != '\r' && c != '\n' && c != '\0'; }

}  // namespace

Content::Content(std::string prefix, std::uint64_t limit)
    : text_(std::move(prefix)), prefix_size_(text_.size()), limit_(limit) {}

void Content::expect(std::uint64_t octets) {
    text_.reserve(prefix_size_ + static_cast<std::size_t>(std::min(octets, kMostReserved)));
}

void Content::append(std::string_view octets) {
    while (!octets.empty()) {
        if (pending_return_) {
            if (octets.front() == '\n') {
                keep("\r\n");
                pending_return_ = false;
                octets.remove_prefix(1);
                continue;
            }
            settle_pending_return();
        }
        const auto stop = std::find_if_not(octets.begin(), octets.end(), is_plain);
        const auto run = static_cast<std::size_t>(stop - octets.begin());
        keep(octets.substr(0, run));
        octets.remove_prefix(run);
        if (octets.empty()) return;
        switch (octets.front()) {
            case '\r':
                pending_return_ = true;
                break;
            case '\n':
                has_bare_line_end_ = true;
                keep("\r\n");
                break;
            default:
                has_null_ = true;
                keep(octets.substr(0, 1));
        }
        octets.remove_prefix(1);
    }
}

void Content::finish() {
    if (pending_return_) settle_pending_return();
}

void Content::settle_pending_return() {
    pending_return_ = false;
    has_bare_line_end_ = true;
    keep(" ");
}

void Content::keep(std::string_view octets) {
    size_ += octets.size();
    if (is_over_limit()) discard();
    if (!is_discarded_) text_.append(octets);
}

void Content::discard() {
    is_discarded_ = true;
    std::string().swap(text_);
    prefix_size_ = 0;
}

}  // namespace postvern::services::smtp::grammar
