// How long a record of access is kept, and how coarsely it is told: the classes with their terms, the
// rounding of time and the bands of object counts. Pure functions.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "policy/journal.hpp"
#include "records/identifiers.hpp"

namespace postvern::records::ledger {

inline constexpr std::int64_t kSecondsPerDay = 86'400;

// Numbers are on disk.
enum class RetentionClass : std::uint8_t {
    staff_access = 1,   // staff, operators, processors, privileged jobs: 12 months
    legal = 2,          // break-glass and legal disclosure: 3 years
    rulebook = 3,       // changes of rules, approvals: 5 years
    consent = 4,        // as long as the person's keys
    rights_request = 5, // 12 months
    breach = 6,         // 5 years
};

// "staff-access" and so on; the names by number, from 1.
std::string_view name(RetentionClass retention) noexcept;
inline constexpr std::array<std::string_view, 6> kRetentionNames = {
    "staff-access", "legal", "rulebook", "consent", "rights-request", "breach"};

// A calendar month, UTC. Records of one month share their keys, and lose them together.
struct Month {
    int year;
    unsigned month;  // 1 to 12
    bool operator==(const Month&) const = default;
};

Day day_of(std::int64_t moment);      // of Unix seconds
Month month_of(std::int64_t moment);
std::string to_string(Month month);  // "2026-11"
// Unix seconds: its first, and the next one's first.
std::int64_t start_of(Month month);
std::int64_t end_of(Month month);

RetentionClass retention_class_of(const policy::Act& act);

// To what moments are rounded down, in seconds.
std::int64_t rounding_of(RetentionClass retention);

// The moment (Unix seconds) from which the key of a class and month is to be destroyed: the class's
// term after the month's end, so that no record lives shorter than its term and none longer by more
// than a month. Absent for classes that a case ends.
std::optional<std::int64_t> end_of_term(RetentionClass retention, Month month);

// The same for the daily tallies: 30 days after the day's end.
std::int64_t end_of_tally_term(Day day);

// `moment` rounded down: to 15 minutes, for legal records to the minute.
std::int64_t rounded_moment(RetentionClass retention, std::int64_t moment);

// Upper bounds of objects touched, as bands: the least b with most_objects <= kBandBounds[b], or
// kBandBounds.size() above all. Numbers are on disk.
inline constexpr std::array<std::uint64_t, 6> kBandBounds = {0, 1, 10, 100, 1'000, 10'000};
std::uint8_t band_of(std::uint64_t most_objects);

}  // namespace postvern::records::ledger
