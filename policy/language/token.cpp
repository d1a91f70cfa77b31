#include "policy/language/token.hpp"

#include <algorithm>
#include <array>

namespace postvern::policy::language {

std::string_view describe(TokenKind kind) {
    constexpr std::array<std::string_view, 30> kDescriptions = {
        "an identifier", "a string", "an integer", "'('",  "')'",  "'{'",
        "'}'",           "'['",      "']'",        "','",  "';'",  "':'",
        "'::'",          "'.'",      "'@'",        "'?'",  "'&&'", "'||'",
        "'!'",           "'!='",     "'=='",       "'<'",  "'<='", "'>'",
        "'>='",          "'+'",      "'-'",        "'*'",  "'='",  "the end of the file",
    };
    static_assert(kDescriptions.size() == static_cast<std::size_t>(TokenKind::end) + 1);
    return kDescriptions[static_cast<std::size_t>(kind)];
}

bool is_reserved(std::string_view word) {
    constexpr std::array<std::string_view, 10> kReserved = {
        "true", "false", "if", "then", "else", "in", "like", "has", "is", "__cedar"};
    return std::find(kReserved.begin(), kReserved.end(), word) != kReserved.end();
}

}  // namespace postvern::policy::language
