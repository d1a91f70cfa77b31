#include "services/imap/grammar/flags.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "services/imap/grammar/characters.hpp"

namespace postvern::services::imap::grammar {

namespace {

constexpr std::array<std::pair<std::string_view, SystemFlag>, 6> kSystemFlags = {{
    {"\\Answered", SystemFlag::answered},
    {"\\Flagged", SystemFlag::flagged},
    {"\\Deleted", SystemFlag::deleted},
    {"\\Seen", SystemFlag::seen},
    {"\\Draft", SystemFlag::draft},
    {"\\Recent", SystemFlag::recent},
}};

bool contains_ignoring_case(const std::vector<std::string>& list, std::string_view text) {
    return std::any_of(list.begin(), list.end(), [&](const std::string& element) {
        return equal_ignoring_case(element, text);
    });
}

// Adds `text` once, as first spelt. False if the list is full.
bool add_once(std::vector<std::string>& list, std::string_view text) {
    if (contains_ignoring_case(list, text)) return true;
    if (list.size() == kKeywordCountLimit) return false;
    list.emplace_back(text);
    return true;
}

}  // namespace

std::string_view system_flag_name(SystemFlag flag) noexcept {
    for (const auto& [name, value] : kSystemFlags) {
        if (value == flag) return name;
    }
    return {};
}

bool FlagSet::has_keyword(std::string_view keyword) const noexcept {
    return contains_ignoring_case(keywords, keyword);
}

bool is_keyword(std::string_view text) noexcept {
    return !text.empty() && text.size() <= kKeywordLengthLimit &&
           std::all_of(text.begin(), text.end(), is_atom_char);
}

bool add_flag(FlagSet& flags, std::string_view text) {
    // RFC 9051 9, flag: "does not include \Recent".
    if (equal_ignoring_case(text, system_flag_name(SystemFlag::recent))) return false;
    for (const auto& [name, flag] : kSystemFlags) {
        if (equal_ignoring_case(text, name)) {
            flags.set(flag);
            return true;
        }
    }
    const bool extension = !text.empty() && text.front() == '\\';
    if (!is_keyword(extension ? text.substr(1) : text)) return false;
    return add_once(extension ? flags.unknown : flags.keywords, text);
}

}  // namespace postvern::services::imap::grammar
