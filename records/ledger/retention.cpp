#include "records/ledger/retention.hpp"

#include <algorithm>
#include <chrono>

namespace postvern::records::ledger {

namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::months;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::sys_seconds;
using std::chrono::year_month;
using std::chrono::year_month_day;

sys_days day_point(std::int64_t moment) { return floor<days>(sys_seconds(seconds(moment))); }

constexpr int kTallyDays = 30;
constexpr std::int64_t kStaffRounding = 15 * 60;
constexpr std::int64_t kLegalRounding = 60;

year_month calendar_month(Month month) {
    return {std::chrono::year(month.year), std::chrono::month(month.month)};
}
std::int64_t start_of(year_month month) {
    return sys_seconds(sys_days(month / 1)).time_since_epoch().count();
}

std::optional<months> term(RetentionClass retention) {
    switch (retention) {
        case RetentionClass::staff_access: return months(12);
        case RetentionClass::legal: return months(36);
        case RetentionClass::rulebook: return months(60);
        case RetentionClass::breach: return months(60);
        case RetentionClass::rights_request: return months(12);
        case RetentionClass::consent: return {};  // as long as the person's keys
    }
    return {};
}

}  // namespace

std::string_view name(RetentionClass retention) noexcept {
    const std::size_t place = static_cast<std::size_t>(retention) - 1;
    return place < kRetentionNames.size() ? kRetentionNames[place] : std::string_view();
}

Day day_of(std::int64_t moment) {
    return Day{static_cast<std::int32_t>(day_point(moment).time_since_epoch().count())};
}

Month month_of(std::int64_t moment) {
    const year_month_day date(day_point(moment));
    return {static_cast<int>(date.year()), static_cast<unsigned>(date.month())};
}

std::int64_t start_of(Month month) { return start_of(calendar_month(month)); }
std::int64_t end_of(Month month) { return start_of(calendar_month(month) + months(1)); }

std::string to_string(Month month) {
    return std::to_string(month.year) + (month.month < 10 ? "-0" : "-") + std::to_string(month.month);
}

RetentionClass retention_class_of(const policy::Act& act) {
    using policy::Action;
    switch (act.action) {
        case Action::open_case:
        case Action::read_case:
        case Action::decide_case:
        case Action::preserve:
        case Action::release_hold:
        case Action::appoint_substitute:
        case Action::object:
        case Action::answer_objection:
        case Action::extract:
        case Action::disclose:
        case Action::notify:
        case Action::keep_time: return RetentionClass::legal;
        case Action::approve:
        case Action::install_rulebook: return RetentionClass::rulebook;
        case Action::give_consent:
        case Action::withdraw_consent: return RetentionClass::consent;
        case Action::restrict:
        case Action::lift_restriction: return RetentionClass::rights_request;
        case Action::notify_breach: return RetentionClass::breach;
        default: return RetentionClass::staff_access;
    }
}

std::optional<std::int64_t> end_of_term(RetentionClass retention, Month month) {
    const auto length = term(retention);
    if (!length) return {};
    return start_of(calendar_month(month) + months(1) + *length);
}

std::int64_t end_of_tally_term(Day day) {
    return (static_cast<std::int64_t>(day) + 1 + kTallyDays) * kSecondsPerDay;
}

std::int64_t rounding_of(RetentionClass retention) {
    return retention == RetentionClass::legal ? kLegalRounding : kStaffRounding;
}

std::int64_t rounded_moment(RetentionClass retention, std::int64_t moment) {
    const std::int64_t step = rounding_of(retention);
    return moment - ((moment % step) + step) % step;
}

std::uint8_t band_of(std::uint64_t most_objects) {
    const auto* const bound = std::lower_bound(kBandBounds.begin(), kBandBounds.end(), most_objects);
    return static_cast<std::uint8_t>(bound - kBandBounds.begin());
}

}  // namespace postvern::records::ledger
