// The extension type `datetime`: an instant, in milliseconds since 1970-01-01T00:00:00Z.
// Plain value; pure functions, thread-safe.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "policy/language/extension/duration.hpp"

namespace postvern::policy::language::extension {

struct Datetime {
    std::int64_t milliseconds = 0;

    friend auto operator<=>(const Datetime&, const Datetime&) = default;
};

// The instant that `text` writes: YYYY-MM-DD, YYYY-MM-DDThh:mm:ss or YYYY-MM-DDThh:mm:ss.SSS, the
// latter two with 'Z' or +hhmm or -hhmm behind. Nothing if it is something else.
std::optional<Datetime> parse_datetime(std::string_view text);

// As parse_datetime reads it, in UTC: "2024-10-15T11:35:00.000Z"; nothing where the year has more
// than four digits or is before the year 0.
std::optional<std::string> to_text(Datetime value);

// As Cedar text: datetime("2024-10-15T11:35:00.000Z"); an instant that has no such form, as
// datetime("1970-01-01").offset(duration("...ms")).
std::string to_call(Datetime value);

// The methods. Each: nothing where the result leaves the range of 64 bits.
std::optional<Datetime> offset(Datetime start, Duration distance);
std::optional<Duration> duration_since(Datetime end, Datetime start);
// Midnight (UTC) at or before the instant.
std::optional<Datetime> to_date(Datetime value);
// The time since that midnight; from 0 to one day.
Duration to_time(Datetime value);

}  // namespace postvern::policy::language::extension
