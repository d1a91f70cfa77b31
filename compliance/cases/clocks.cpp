// Which clocks run in a case, and what they ring for.
#include <algorithm>
#include <chrono>

#include "compliance/case_clocks.hpp"
#include "compliance/cases/table.hpp"

namespace postvern::compliance {

namespace {

namespace chrono = std::chrono;
using S = CaseState;
using cases::any_of;
using cases::contains;

constexpr ClockRule kRules[] = {
    {ClockKind::urgent_hold, CaseStep::hold_for_counsel, "24 hours after the reception, or the term that the paper sets where that is earlier",
     "escalates to the managing director", "reject, preserve, await-court",
     "Straffeprosessloven §§ 210(2), 216d(1); Straffeloven § 196"},
    {ClockKind::statutory_hold, CaseStep::hold_for_counsel,
     "the term that the paper sets or counsel set; of a European production order at most 10 days, of a "
     "European preservation order 60; of an order without recited suspicion else its own deadline",
     "escalates to the managing director", "reject, preserve, await-court",
     "Straffeprosessloven §§ 205, 210, 215a(5); Ekomloven § 3-10; Regulation (EU) 2023/1543"},
    {ClockKind::deadline, CaseStep::authenticate, "the deadline that the request or the order sets",
     "reminds the legal officers a day before, escalates when it is over",
     "the case's end, or its hand-over", "Forskrift 2012-12-14-1227 § 5"},
    {ClockKind::preservation, CaseStep::preserve,
     "the term of the paper: at most 90 days, at least 60 for a foreign state; as much at each renewal",
     "releases what was preserved; PRESERVED lapses", "renew (for another term)",
     "Straffeprosessloven § 215a(4)"},
    {ClockKind::deferral, CaseStep::keep_silence,
     "the end that the court set: at most 8 weeks at a time, 4 months where earlier review would be "
     "pointless, 6 months for Straffeloven ch. 17",
     "reminds the authority 14 days before; the owner is told the day it ends",
     "release-silence; a later end that the court sets (keep-silence)",
     "Straffeprosessloven §§ 208a(1), (3), 210a, 216j"},
    {ClockKind::silence_review, CaseStep::keep_silence, "every 30 days while statutory silence stands",
     "asks for a review; ends nothing by itself", "release-silence", "Straffeprosessloven §§ 215a(4), 216i"},
    {ClockKind::notice_period, CaseStep::notify_before,
     "72 hours after the owner was told, or a day before the order's deadline where that is earlier",
     "reminds the legal officers: approval may begin", "-", "ISP-60; Straffeprosessloven § 208(1)"},
    {ClockKind::order, CaseStep::enter_order, "the end of the order's force",
     "EXPIRED; a new order begins anew", "deliver", "Straffeprosessloven §§ 210b(2), 216f(1)"},
    {ClockKind::objection, CaseStep::object, "the order's deadline: an objection suspends no longer",
     "escalates to the managing director a day before; unanswered it stands: EXPIRED",
     "answer-objection", "ISP-66; GDPR Art. 38(3)"},
    {ClockKind::extraction_request, CaseStep::request, "the expiry of the request for extraction",
     "request, approvals and attestation end", "extract; another request", "ISP-35"},
};

// Where a request still waits for an answer.
constexpr std::uint32_t kUnanswered = cases::kWorkingStates & ~any_of(S::delivered);

struct SetAlarm {
    Rung alarm;
    CaseStep step;
    std::optional<std::int64_t> pointless_from{};  // a warning of what has come
};

struct SetClock {
    ClockKind kind;
    std::int64_t started;
    std::int64_t ends;
    std::vector<SetAlarm> alarms;

    SetClock& rings(Alarm alarm, std::int64_t at, CaseStep step) {
        alarms.push_back({{kind, alarm, at}, step, {}});
        return *this;
    }
    SetClock& warns(std::int64_t before, CaseStep step = CaseStep::remind, Alarm alarm = Alarm::remind) {
        alarms.push_back({{kind, alarm, std::max(started, ends - before)}, step, ends});
        return *this;
    }
};
using Clocks = std::vector<SetClock>;

bool is_urgent(policy::Basis basis) {
    return basis == policy::Basis::urgent_order || basis == policy::Basis::urgent_interception ||
           basis == policy::Basis::duty_to_avert;
}

bool leads_back_to_preserved(const CaseView& view) {
    return view.state == S::preserved || (contains(any_of(S::suspended, S::contested), view.state) &&
                                          view.returns_to == S::preserved);
}

void add_hold(const CaseView& view, Clocks& clocks) {
    const auto ends = hold_ends(view);
    if (view.state != S::statutory_hold || !view.held_at || !ends) return;
    const auto kind = view.basis && is_urgent(*view.basis) ? ClockKind::urgent_hold
                                                           : ClockKind::statutory_hold;
    clocks.push_back(SetClock{kind, *view.held_at, *ends, {}}.rings(Alarm::escalate, *ends,
                                                                     CaseStep::escalate));
}

void add_deadline(const CaseView& view, Clocks& clocks) {
    if (!view.deadline || !contains(kUnanswered, view.state)) return;
    clocks.push_back(SetClock{ClockKind::deadline, view.received_at, *view.deadline, {}}
                         .warns(kDay)
                         .rings(Alarm::escalate, *view.deadline, CaseStep::escalate));
}

// Straffeprosessloven § 215a(4). Released by itself, wherever the case is.
void add_preservation(const CaseView& view, Clocks& clocks) {
    const auto* const row = transition(view.state, CaseStep::release_hold);
    const bool lapses = leads_back_to_preserved(view);
    if (!view.preserved || (row == nullptr && !lapses)) return;
    clocks.push_back(
        SetClock{ClockKind::preservation, view.preserved->from, view.preserved->until, {}}.rings(
            Alarm::release, view.preserved->until, lapses ? CaseStep::lapse : CaseStep::release_hold));
}

// Straffeprosessloven §§ 208a(3), 210a: told when the term is over and was not prolonged, unless the court waived it.
void add_deferral(const CaseView& view, Clocks& clocks) {
    if (view.silence != policy::Silence::court || !view.silent_from || !view.silent_until ||
        view.waived || !contains(cases::kSilenceStates, view.state)) {
        return;
    }
    const bool before = view.state == S::scoped || view.state == S::notice_deferred;
    const std::int64_t ends = *view.silent_until + 1;  // the first moment that is not silent
    clocks.push_back(SetClock{ClockKind::deferral, *view.silent_from, ends, {}}
                         .warns(kReminder)
                         .rings(Alarm::notify, ends,
                                before ? CaseStep::notify_before : CaseStep::notify));
}

// Of a repeated alarm the latest that is due stands for all before it.
void add_review(const CaseView& view, std::int64_t now, Clocks& clocks) {
    if (view.silence != policy::Silence::statutory || !view.silent_from ||
        !contains(cases::kSilenceStates, view.state)) {
        return;
    }
    const std::int64_t past = std::max<std::int64_t>(0, (now - *view.silent_from) / kReview);
    const std::int64_t latest = *view.silent_from + past * kReview;
    SetClock clock{ClockKind::silence_review, *view.silent_from, latest + kReview, {}};
    if (past > 0) clock.rings(Alarm::review, latest, CaseStep::remind);
    clock.rings(Alarm::review, latest + kReview, CaseStep::remind);
    clocks.push_back(std::move(clock));
}

void add_notice_period(const CaseView& view, Clocks& clocks) {
    const auto ends = approval_from(view);
    if (view.state != S::notified_before || !ends) return;
    clocks.push_back(SetClock{ClockKind::notice_period, *view.told_at, *ends, {}}.rings(
        Alarm::remind, *ends, CaseStep::remind));
}

void add_order(const CaseView& view, Clocks& clocks) {
    const auto states = cases::kOrderStates | any_of(S::suspended, S::contested);
    if (!view.order || !view.order->in_force || !contains(states, view.state)) return;
    const Span force = *view.order->in_force;
    clocks.push_back(SetClock{ClockKind::order, force.from, force.until, {}}.rings(
        Alarm::expire, force.until, CaseStep::expire));
}

// ISP-66: suspends to the order's deadline and no longer; what nobody answered stands.
void add_objection(const CaseView& view, Clocks& clocks) {
    const auto ends = order_deadline(view);
    if (view.state != S::suspended || !view.objected_at || !ends) return;
    clocks.push_back(SetClock{ClockKind::objection, *view.objected_at, *ends, {}}
                         .warns(kLastDay, CaseStep::escalate, Alarm::escalate)
                         .rings(Alarm::expire, *ends, CaseStep::expire));
}

void add_request(const CaseView& view, Clocks& clocks) {
    if (!view.requested || !contains(cases::kNoticeStates | any_of(S::dual_approved), view.state)) return;
    clocks.push_back(
        SetClock{ClockKind::extraction_request, view.requested->from, view.requested->until, {}}.rings(
            Alarm::expire, view.requested->until, CaseStep::expire_request));
}

Clocks clocks_of(const CaseView& view, std::int64_t now) {
    Clocks clocks;
    add_hold(view, clocks);
    add_deadline(view, clocks);
    add_preservation(view, clocks);
    add_deferral(view, clocks);
    add_review(view, now, clocks);
    add_notice_period(view, clocks);
    add_order(view, clocks);
    add_objection(view, clocks);
    add_request(view, clocks);
    return clocks;
}

bool has_rung(const CaseView& view, const Rung& alarm) {
    return std::any_of(view.rung.begin(), view.rung.end(), [&](const Rung& rung) {
        if (rung.clock == ClockKind::silence_review && alarm.clock == rung.clock)
            return rung.at >= alarm.at;
        return rung == alarm;
    });
}

// Over as far as the clock goes: the last of its alarms rang.
bool is_settled(const CaseView& view, const SetClock& clock) {
    return clock.kind != ClockKind::silence_review && !clock.alarms.empty() &&
           has_rung(view, clock.alarms.back().alarm);
}

chrono::sys_seconds moment_of(std::int64_t seconds) { return chrono::sys_seconds(chrono::seconds(seconds)); }

}  // namespace

std::span<const ClockRule> clock_rules() noexcept { return kRules; }

std::int64_t months_after(std::int64_t moment, int months) {
    const auto day = chrono::floor<chrono::days>(moment_of(moment));
    const auto time_of_day = moment_of(moment) - day;
    auto date = chrono::year_month_day(day) + chrono::months(months);
    if (!date.ok()) date = date.year() / date.month() / chrono::last;
    return (chrono::sys_days(date) + time_of_day).time_since_epoch().count();
}

std::int64_t longest_deferral(std::int64_t from, bool chapter_17, bool four_months) {
    if (chapter_17) return months_after(from, 6);
    return four_months ? months_after(from, 4) : from + 56 * kDay;
}

bool is_preservation_term(const Span& term, bool foreign) noexcept {
    const std::int64_t length = term.until - term.from;
    return length > 0 && length <= kLongestPreservation &&
           (!foreign || length >= kShortestForeignPreservation);
}

std::int64_t longest_interception(std::int64_t from, bool chapter_17) noexcept {
    return from + (chapter_17 ? 56 : 28) * kDay;
}

std::optional<std::int64_t> order_deadline(const CaseView& view) noexcept {
    if (!view.order || !view.order->in_force) return {};
    const std::int64_t end = view.order->in_force->until;
    return view.deadline ? std::min(*view.deadline, end) : end;
}

std::optional<std::int64_t> approval_from(const CaseView& view) noexcept {
    if (!view.told_at) return {};
    const std::int64_t whole = *view.told_at + kNoticePeriod;
    const auto deadline = order_deadline(view);
    if (!deadline) return whole;
    return std::min(whole, std::max(*view.told_at, *deadline - kLastDay));
}

std::optional<std::int64_t> hold_ends(const CaseView& view) noexcept {
    using policy::Basis;
    if (!view.held_at) return {};
    const Basis basis = view.basis.value_or(Basis::order_without_suspicion);
    const auto own = view.held_until ? view.held_until : view.deadline;
    const auto at_most = [&](std::int64_t length) {
        const std::int64_t ends = *view.held_at + length;
        return own ? std::min(*own, ends) : ends;
    };
    // § 216d(1) would wait for the court to open; the house does not.
    if (is_urgent(basis)) return at_most(kUrgentHold);
    if (basis == Basis::european_production_order) return at_most(10 * kDay);
    if (basis == Basis::european_preservation_order) return at_most(60 * kDay);
    if (!own && basis == Basis::order_without_suspicion) return order_deadline(view);
    return own;
}

std::vector<RunningClock> running(const CaseView& view, std::int64_t now) {
    std::vector<RunningClock> running;
    for (const SetClock& clock : clocks_of(view, now)) {
        if (is_settled(view, clock)) continue;
        running.push_back({clock.kind, clock.started, clock.ends, clock.ends <= now});
    }
    std::stable_sort(running.begin(), running.end(),
                     [](const RunningClock& one, const RunningClock& other) { return one.ends < other.ends; });
    return running;
}

std::vector<DueAlarm> due(const CaseView& view, std::int64_t now) {
    std::vector<DueAlarm> list;
    for (const SetClock& clock : clocks_of(view, now)) {
        for (const SetAlarm& set : clock.alarms) {
            const bool pointless = set.pointless_from && *set.pointless_from <= now;
            if (set.alarm.at > now || pointless || has_rung(view, set.alarm)) continue;
            list.push_back({set.alarm, set.step});
        }
    }
    std::stable_sort(list.begin(), list.end(), [](const DueAlarm& one, const DueAlarm& other) {
        return one.alarm.at < other.alarm.at;
    });
    return list;
}

std::optional<std::int64_t> next_due(const CaseView& view, std::int64_t now) {
    std::optional<std::int64_t> next;
    for (const SetClock& clock : clocks_of(view, now)) {
        for (const SetAlarm& set : clock.alarms) {
            if (set.alarm.at <= now || has_rung(view, set.alarm)) continue;
            if (!next || set.alarm.at < *next) next = set.alarm.at;
        }
    }
    return next;
}

}  // namespace postvern::compliance
