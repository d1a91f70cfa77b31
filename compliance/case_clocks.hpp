// The clocks of a case: which run, when they end, and what is due. All follows from what is known of the case
// (CaseView); no clock is stored but what has rung. So a scheduler that was down for days asks due(), does each thing
// once, and writes what it did into CaseView::rung with the step. Days are UTC days of 86,400 seconds, months calendar
// months. Pure values and functions, thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "compliance/cases.hpp"

namespace postvern::compliance {

inline constexpr std::int64_t kHour = 3600;
inline constexpr std::int64_t kDay = 24 * kHour;
inline constexpr std::int64_t kUrgentHold = 24 * kHour;  // Straffeprosessloven §§ 210(2), 216d; Straffeloven § 196
inline constexpr std::int64_t kLongestPreservation = 90 * kDay;          // Straffeprosessloven § 215a(4)
inline constexpr std::int64_t kShortestForeignPreservation = 60 * kDay;  // likewise
inline constexpr std::int64_t kNoticePeriod = 72 * kHour;
// Of the time before an order's deadline, left to approve and extract in when the owner is told late.
inline constexpr std::int64_t kLastDay = kDay;
inline constexpr std::int64_t kReminder = 14 * kDay;  // before a court's deferral ends
inline constexpr std::int64_t kReview = 30 * kDay;    // of statutory silence

// A row of the table of clocks.
struct ClockRule {
    ClockKind clock{};
    CaseStep started_by{};
    std::string_view due;   // in words
    std::string_view then;  // what happens, in words
    std::string_view stopped_by;
    std::string_view source;
};
std::span<const ClockRule> clock_rules() noexcept;

// `months` calendar months after `moment`, the same time of day; where that month has no such day, its last.
std::int64_t months_after(std::int64_t moment, int months);

// Last moment until which a court may defer notice from `from`: 8 weeks at a time, 4 months where earlier review
// would be pointless, 6 months for Straffeloven ch. 17 (Straffeprosessloven §§ 208a(1), 210a(1), 216j).
std::int64_t longest_deferral(std::int64_t from, bool chapter_17, bool four_months);
// Whether a preservation of that term is one: at most 90 days, at least 60 for a foreign state (§ 215a(4)).
bool is_preservation_term(const Span& term, bool foreign) noexcept;
// Last moment of an interception from `from`: 4 weeks, 8 for Straffeloven ch. 17 (§ 216f(1)).
std::int64_t longest_interception(std::int64_t from, bool chapter_17) noexcept;

// The last moment at which what the order asks can be done: its own end, or the deadline that it sets before that.
// Absent without an order that has an end.
std::optional<std::int64_t> order_deadline(const CaseView& view) noexcept;
// From when an order may be approved after the owners were told: 72 hours, or less where the order's deadline is
// near (the last day before it is left for the rest). Absent: they were not told.
std::optional<std::int64_t> approval_from(const CaseView& view) noexcept;
// Until when counsel and the managing director decide. Absent: nobody has set it yet, and none follows from the basis.
std::optional<std::int64_t> hold_ends(const CaseView& view) noexcept;

struct RunningClock {
    ClockKind clock{};
    std::int64_t started = 0;
    std::int64_t ends = 0;  // Unix seconds; of a review: the next one
    bool is_overdue = false;
    friend bool operator==(const RunningClock&, const RunningClock&) = default;
};
// Those that run at `now`, the earliest end first: deadlines, and what is overdue.
std::vector<RunningClock> running(const CaseView& view, std::int64_t now);

struct DueAlarm {
    Rung alarm{};
    CaseStep step{};  // which the clock takes for it
    friend bool operator==(const DueAlarm&, const DueAlarm&) = default;
};
// What is due at `now` and has not rung, the earliest first; of a repeated one only the latest. Once all of it is in
// `rung` (and the facts are what the steps made them) the list is empty until the next one is due.
std::vector<DueAlarm> due(const CaseView& view, std::int64_t now);
// When due() has something next, after `now`; absent: never, as things stand.
std::optional<std::int64_t> next_due(const CaseView& view, std::int64_t now);

}  // namespace postvern::compliance
