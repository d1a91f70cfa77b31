#include "policy/language/pattern.hpp"

#include <stdexcept>
#include <utility>

namespace postvern::policy::language {

Pattern::Pattern(std::vector<std::string> literals) : literals_(std::move(literals)) {
    if (literals_.empty()) throw std::logic_error("a pattern has at least one literal");
}

// The first literal is anchored at the front, the last at the back; each one between is taken at
// its earliest place, which leaves the most to those after it. Octets may be compared instead of
// characters, because in UTF-8 no character's octets occur inside another's.
bool Pattern::matches(std::string_view text) const {
    if (literals_.size() == 1) return text == literals_.front();
    const std::string& first = literals_.front();
    const std::string& last = literals_.back();
    if (text.size() < first.size() + last.size()) return false;
    if (!text.starts_with(first) || !text.ends_with(last)) return false;
    text.remove_prefix(first.size());
    text.remove_suffix(last.size());
    for (std::size_t index = 1; index + 1 < literals_.size(); ++index) {
        const std::size_t place = text.find(literals_[index]);
        if (place == std::string_view::npos) return false;
        text.remove_prefix(place + literals_[index].size());
    }
    return true;
}

}  // namespace postvern::policy::language
