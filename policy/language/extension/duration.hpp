// The extension type `duration`: a span of time in milliseconds, positive or negative.
// Plain value; pure functions, thread-safe.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace postvern::policy::language::extension {

struct Duration {
    std::int64_t milliseconds = 0;

    friend auto operator<=>(const Duration&, const Duration&) = default;
};

// The duration that `text` writes: an optional '-', then days, hours, minutes, seconds and
// milliseconds in this order, each at most once and one at least ("1d2h3m4s5ms"). Nothing if it
// is something else or out of range.
std::optional<Duration> parse_duration(std::string_view text);

// As parse_duration reads it, in milliseconds: "-1500ms".
std::string to_text(Duration value);

}  // namespace postvern::policy::language::extension
