#include "services/imap/grammar/numbers.hpp"

#include "services/imap/grammar/characters.hpp"

namespace postvern::services::imap::grammar {

std::optional<std::uint64_t> parse_number(std::string_view text, std::uint64_t limit) noexcept {
    if (text.empty()) return std::nullopt;
    std::uint64_t number = 0;
    for (const char c : text) {
        if (!is_digit(c)) return std::nullopt;
        const auto digit = static_cast<std::uint64_t>(c - '0');
        if (number > (limit - digit) / 10) return std::nullopt;
        number = number * 10 + digit;
    }
    return number;
}

std::optional<std::uint32_t> parse_nz_number(std::string_view text) noexcept {
    if (text.empty() || text.front() == '0') return std::nullopt;
    const auto number = parse_number(text, kNumberLimit);
    if (!number) return std::nullopt;
    return static_cast<std::uint32_t>(*number);
}

}  // namespace postvern::services::imap::grammar
