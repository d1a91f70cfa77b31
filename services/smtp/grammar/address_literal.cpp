#include "services/smtp/grammar/address_literal.hpp"

#include <string_view>

namespace postvern::services::smtp::grammar {
namespace {

constexpr unsigned kGroups = 8;

bool is_hexadecimal(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

// Snum 3("." Snum), each 0 to 255.
bool is_ipv4(std::string_view text) {
    Cursor cursor(text);
    for (unsigned part = 0; part < 4; ++part) {
        if (part > 0 && !cursor.take('.')) return false;
        const auto digits = cursor.take_while(is_digit);
        if (digits.empty() || digits.size() > 3) return false;
        unsigned value = 0;
        for (const char digit : digits) value = value * 10 + static_cast<unsigned>(digit - '0');
        if (value > 255) return false;
    }
    return cursor.at_end();
}

// The number of 16-bit groups that colons part in `text` (an IPv4 tail counts as two); 0 where it
// is malformed.
unsigned count_groups(std::string_view text, bool may_end_in_ipv4) {
    unsigned groups = 0;
    for (;;) {
        const auto colon = text.find(':');
        const auto group = text.substr(0, colon);
        if (colon == text.npos && may_end_in_ipv4 && is_ipv4(group)) return groups + 2;
        if (group.empty() || group.size() > 4) return 0;
        for (const char c : group) {
            if (!is_hexadecimal(c)) return 0;
        }
        ++groups;
        if (colon == text.npos) return groups;
        text.remove_prefix(colon + 1);
    }
}

// IPv6-full, IPv6-comp, IPv6v4-full, IPv6v4-comp.
bool is_ipv6(std::string_view text) {
    const auto gap = text.find("::");
    if (gap == text.npos) return count_groups(text, true) == kGroups;
    const auto head = text.substr(0, gap);
    const auto tail = text.substr(gap + 2);
    const auto before = count_groups(head, false);
    const auto after = count_groups(tail, true);
    if ((before == 0 && !head.empty()) || (after == 0 && !tail.empty())) return false;
    // "::" stands for two groups at least.
    return before + after <= kGroups - 2;
}

}  // namespace

void take_address_literal(Cursor& cursor) {
    const auto begin = cursor.offset();
    cursor.expect('[', "an address literal");
    const bool is_version_6 = cursor.take_keyword("IPv6:");
    const auto address =
        cursor.take_while([](char c) { return is_hexadecimal(c) || c == ':' || c == '.'; });
    const bool is_valid = is_version_6 ? is_ipv6(address) : is_ipv4(address);
    if (!is_valid || !cursor.take(']')) cursor.fail_at(begin, "an address literal");
}

}  // namespace postvern::services::smtp::grammar
