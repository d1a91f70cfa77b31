#include "policy/language/extension/duration.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace postvern::policy::language::extension {

namespace {

struct Unit {
    std::string_view name;
    std::int64_t milliseconds;
};

constexpr std::array<Unit, 5> kUnits = {
    {{"d", 86'400'000}, {"h", 3'600'000}, {"m", 60'000}, {"s", 1'000}, {"ms", 1}}};

// Takes letters and digits alike off the front of a text.
std::string_view take_while(std::string_view& text, bool (*accepted)(char)) {
    const auto* const stop = std::find_if_not(text.begin(), text.end(), accepted);
    const std::string_view taken = text.substr(0, static_cast<std::size_t>(stop - text.begin()));
    text.remove_prefix(taken.size());
    return taken;
}

// Adds count times the unit, with the sign. Says whether the sum stayed in range.
bool accumulate(std::int64_t& sum, std::string_view count, const Unit& unit, bool negative) {
    std::uint64_t number = 0;
    const auto parsed = std::from_chars(count.data(), count.data() + count.size(), number);
    if (parsed.ec != std::errc{}) return false;
    const std::int64_t step = negative ? -unit.milliseconds : unit.milliseconds;
    std::int64_t product = 0;
    return !__builtin_mul_overflow(number, step, &product) &&
           !__builtin_add_overflow(sum, product, &sum);
}

}  // namespace

std::optional<Duration> parse_duration(std::string_view text) {
    const bool negative = text.starts_with('-');
    if (negative) text.remove_prefix(1);
    if (text.empty()) return std::nullopt;
    std::int64_t sum = 0;
    const auto* next = kUnits.begin();
    while (!text.empty()) {
        const std::string_view count =
            take_while(text, [](char octet) { return octet >= '0' && octet <= '9'; });
        const std::string_view name =
            take_while(text, [](char octet) { return octet >= 'a' && octet <= 'z'; });
        const auto* const unit = std::find_if(
            next, kUnits.end(), [&](const Unit& candidate) { return candidate.name == name; });
        if (count.empty() || unit == kUnits.end()) return std::nullopt;
        if (!accumulate(sum, count, *unit, negative)) return std::nullopt;
        next = unit + 1;
    }
    return Duration{sum};
}

std::string to_text(Duration value) { return std::to_string(value.milliseconds) + "ms"; }

}  // namespace postvern::policy::language::extension
