// The extension type `decimal`: a number with four digits behind the point, from
// -922337203685477.5808 to 922337203685477.5807. Plain value; pure functions, thread-safe.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace postvern::policy::language::extension {

struct Decimal {
    std::int64_t ten_thousandths = 0;

    friend auto operator<=>(const Decimal&, const Decimal&) = default;
};

// The decimal that `text` writes: an optional '-', digits, '.', one to four digits. Nothing if it
// is something else or out of range.
std::optional<Decimal> parse_decimal(std::string_view text);

// As parse_decimal reads it: "1.5", "-0.0001".
std::string to_text(Decimal value);

}  // namespace postvern::policy::language::extension
