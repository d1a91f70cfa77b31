#include "policy/language/extension/decimal.hpp"

#include <charconv>

namespace postvern::policy::language::extension {

namespace {

constexpr std::size_t kDecimals = 4;
constexpr std::int64_t kScale = 10'000;

bool is_digits(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// The digits behind the point, as ten-thousandths.
std::int64_t fraction_of(std::string_view digits) {
    std::int64_t value = 0;
    for (std::size_t place = 0; place < kDecimals; ++place) {
        value = value * 10 + (place < digits.size() ? digits[place] - '0' : 0);
    }
    return value;
}

}  // namespace

std::optional<Decimal> parse_decimal(std::string_view text) {
    const bool negative = text.starts_with('-');
    const std::size_t point = text.find('.');
    if (point == std::string_view::npos) return std::nullopt;
    const std::string_view whole = text.substr(0, point);
    const std::string_view fraction = text.substr(point + 1);
    if (!is_digits(whole.substr(negative ? 1 : 0)) || !is_digits(fraction)) return std::nullopt;
    if (fraction.size() > kDecimals) return std::nullopt;
    std::int64_t value = 0;
    const auto parsed = std::from_chars(whole.data(), whole.data() + whole.size(), value);
    if (parsed.ec != std::errc{}) return std::nullopt;
    const std::int64_t rest = fraction_of(fraction);
    if (__builtin_mul_overflow(value, kScale, &value)) return std::nullopt;
    if (__builtin_add_overflow(value, negative ? -rest : rest, &value)) return std::nullopt;
    return Decimal{value};
}

std::string to_text(Decimal value) {
    const bool negative = value.ten_thousandths < 0;
    const auto bits = static_cast<std::uint64_t>(value.ten_thousandths);
    const std::uint64_t magnitude = negative ? 0 - bits : bits;
    std::string fraction = std::to_string(magnitude % kScale + kScale).substr(1);
    while (fraction.size() > 1 && fraction.back() == '0') fraction.pop_back();
    return (negative ? "-" : "") + std::to_string(magnitude / kScale) + "." + fraction;
}

}  // namespace postvern::policy::language::extension
