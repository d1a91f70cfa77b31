#include "policy/language/schema/schema_syntax.hpp"

#include <algorithm>
#include <array>

#include "policy/language/token.hpp"

namespace postvern::policy::language::schema {

namespace {

// Calls `accept` with each component of a path until it says no; says whether it never did.
template <class Predicate>
bool all_components(std::string_view path, Predicate accept) {
    while (true) {
        const std::size_t end = path.find("::");
        if (!accept(path.substr(0, end))) return false;
        if (end == std::string_view::npos) return true;
        path.remove_prefix(end + 2);
    }
}

constexpr bool is_letter(char octet) {
    return octet == '_' || (octet >= 'a' && octet <= 'z') || (octet >= 'A' && octet <= 'Z');
}

constexpr bool is_letter_or_digit(char octet) {
    return is_letter(octet) || (octet >= '0' && octet <= '9');
}

}  // namespace

bool is_word(std::string_view text) {
    return !text.empty() && is_letter(text.front()) &&
           std::all_of(text.begin(), text.end(), is_letter_or_digit);
}

bool is_identifier(std::string_view text) {
    return is_word(text) && (text == "__cedar" || !is_reserved(text));
}

bool is_path(std::string_view text) { return all_components(text, is_identifier); }

bool is_reserved_type_name(std::string_view name) {
    constexpr std::array<std::string_view, 8> kReserved = {"Bool", "Boolean", "Entity", "Extension",
                                                           "Long", "Record",  "Set",    "String"};
    return std::find(kReserved.begin(), kReserved.end(), name) != kReserved.end();
}

bool has_reserved_component(std::string_view name) {
    return !all_components(name, [](std::string_view part) { return part != "__cedar"; });
}

}  // namespace postvern::policy::language::schema
