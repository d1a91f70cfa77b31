#include "services/smtp/grammar/cursor.hpp"

#include <charconv>
#include <system_error>

namespace postvern::services::smtp::grammar {

std::uint64_t Cursor::take_number(const char* expected) {
    const auto begin = offset_;
    const auto digits = take_while(is_digit);
    std::uint64_t value = 0;
    const auto* end = digits.data() + digits.size();
    const auto result = std::from_chars(digits.data(), end, value);
    if (digits.empty() || digits.size() > 20 || result.ec != std::errc{}) fail_at(begin, expected);
    return value;
}

}  // namespace postvern::services::smtp::grammar
