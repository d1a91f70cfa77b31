// Clocks: what is due when, once, also where nobody listened for days.
#include "compliance/case_clocks.hpp"

#include <gtest/gtest.h>

#include <set>

#include "tests/compliance/cases/examples.hpp"

namespace postvern::compliance {
namespace {

using namespace examples;  // NOLINT: the examples are this test's own words

using Words = std::vector<std::string>;

Words rings(const CaseView& view, std::int64_t now) {
    Words words;
    for (const DueAlarm& each : due(view, now)) {
        words.push_back(std::string(name(each.alarm.clock)) + " " + std::string(name(each.alarm.alarm)) + " " +
                        std::string(name(each.step)));
    }
    return words;
}

void hear(CaseView& view, std::int64_t now) {
    for (const DueAlarm& each : due(view, now)) view.rung.push_back(each.alarm);
}

CaseView held(policy::Basis basis) {
    CaseView view;
    view.state = CaseState::statutory_hold;
    view.basis = basis;
    view.held_at = kNow;
    return view;
}

CaseView silent(CaseState state, std::int64_t from, std::int64_t until) {
    CaseView view;
    view.state = state;
    view.silence = policy::Silence::court;
    view.silent_from = from;
    view.silent_until = until;
    return view;
}

TEST(Calendar, CountsMonthsToTheLastDayOfShortOnes) {
    const struct { std::int64_t from; int months; std::int64_t to; } kTable[] = {
        {at(2027, 8, 31), 6, at(2028, 2, 29)},          // leap year
        {at(2026, 8, 31), 6, at(2027, 2, 28)},
        {at(2028, 2, 29), 12, at(2029, 2, 28)},
        {at(2027, 1, 15, 3 * kHour), 6, at(2027, 7, 15, 3 * kHour)},  // no summer time in UTC
        {at(2027, 10, 31), 4, at(2028, 2, 29)},
        {at(2027, 12, 1), 1, at(2028, 1, 1)},
    };
    for (const auto& row : kTable) EXPECT_EQ(months_after(row.from, row.months), row.to) << row.from;
}

TEST(Limits, AreThoseOfTheStatutes) {
    const std::int64_t from = at(2028, 1, 10);
    EXPECT_EQ(longest_deferral(from, false, false), at(2028, 3, 6));  // 8 weeks over a leap day
    EXPECT_EQ(longest_deferral(from, false, true), at(2028, 5, 10));
    EXPECT_EQ(longest_deferral(from, true, false), at(2028, 7, 10));
    EXPECT_EQ(longest_interception(from, false), at(2028, 2, 7));
    EXPECT_EQ(longest_interception(from, true), at(2028, 3, 6));
    EXPECT_TRUE(is_preservation_term({0, 90 * kDay}, false));
    EXPECT_FALSE(is_preservation_term({0, 90 * kDay + 1}, false));
    EXPECT_FALSE(is_preservation_term({0, 0}, false));
    EXPECT_TRUE(is_preservation_term({0, 60 * kDay}, true));
    EXPECT_FALSE(is_preservation_term({0, 60 * kDay - 1}, true));
    EXPECT_TRUE(is_preservation_term({0, kDay}, false));
}

TEST(Hold, HasItsTermByBasis) {
    using policy::Basis;
    const struct { Basis basis; std::optional<std::int64_t> ends; } kTable[] = {
        {Basis::urgent_order, kNow + kDay},
        {Basis::urgent_interception, kNow + kDay},
        {Basis::duty_to_avert, kNow + kDay},
        {Basis::european_production_order, kNow + 10 * kDay},
        {Basis::european_preservation_order, kNow + 60 * kDay},
        {Basis::subscriber_request, {}},
        {Basis::prosecutor_order, {}},
        {Basis::order_without_suspicion, {}},
    };
    for (const auto& row : kTable) {
        CaseView view = held(row.basis);
        EXPECT_EQ(hold_ends(view), row.ends) << policy::name(row.basis);
        view.held_until = kNow + 8 * kHour;  // the paper's own is the earlier one
        EXPECT_EQ(hold_ends(view), kNow + 8 * kHour) << policy::name(row.basis);
        view.held_until = kNow + 400 * kDay;
        EXPECT_EQ(hold_ends(view), row.ends ? row.ends : view.held_until) << policy::name(row.basis);
    }
    CaseView view = held(Basis::order_without_suspicion);
    view.order = order();
    EXPECT_EQ(hold_ends(view), at(2027, 4, 5));
}

TEST(Hold, EscalatesOnceWhenItsClockRunsOut) {
    CaseView view = held(policy::Basis::urgent_order);
    EXPECT_EQ(rings(view, kNow + kDay - 1), Words{});
    EXPECT_EQ(next_due(view, kNow), kNow + kDay);
    EXPECT_EQ(rings(view, kNow + kDay), Words{"urgent_hold escalate escalate"});
    EXPECT_TRUE(std::holds_alternative<StepAllowed>(
        may(view, CaseStep::escalate, {CaseActor::clock}, kNow + kDay)));
    hear(view, kNow + 5 * kDay);
    EXPECT_EQ(rings(view, kNow + 90 * kDay), Words{});
    EXPECT_TRUE(std::holds_alternative<StepRefused>(
        may(view, CaseStep::escalate, {CaseActor::clock}, kNow + kDay)));
}

TEST(Preservation, IsReleasedByItselfAndRenewedForAnotherTerm) {
    CaseView view;
    view.state = CaseState::preserved;
    view.preserved = Span{kNow, kNow + 90 * kDay};
    EXPECT_EQ(rings(view, kNow + 90 * kDay - 1), Words{});
    EXPECT_EQ(rings(view, kNow + 90 * kDay), Words{"preservation release lapse"});
    view.preserved = Span{kNow + 80 * kDay, kNow + 170 * kDay};
    EXPECT_EQ(rings(view, kNow + 90 * kDay), Words{});
    EXPECT_EQ(rings(view, kNow + 170 * kDay), Words{"preservation release lapse"});
    view.state = CaseState::order_received;
    EXPECT_EQ(rings(view, kNow + 170 * kDay), Words{"preservation release release-hold"});
    hear(view, kNow + 170 * kDay);
    EXPECT_EQ(rings(view, kNow + 200 * kDay), Words{});
}

TEST(Deferral, RemindsTwoWeeksBeforeAndIsToldTheDayItEnds) {
    const std::int64_t until = at(2027, 5, 5, 14 * kHour);
    CaseView view = silent(CaseState::delivered, at(2027, 3, 10), until);
    EXPECT_EQ(rings(view, until - 14 * kDay), Words{});
    EXPECT_EQ(rings(view, until + 1 - 14 * kDay), Words{"deferral remind remind"});
    hear(view, until - 13 * kDay);
    EXPECT_EQ(rings(view, until), Words{});
    EXPECT_TRUE(silence_stands(view, until));
    EXPECT_EQ(rings(view, until + 1), Words{"deferral notify notify"});
    EXPECT_FALSE(silence_stands(view, until + 1));
    EXPECT_EQ((until + 1) / kDay, until / kDay);  // the same day
}

TEST(Deferral, OfWhichNobodyHeardTheReminderIsToldAllTheSame) {
    CaseView view = silent(CaseState::notice_deferred, at(2027, 3, 10), at(2027, 5, 5));
    EXPECT_EQ(rings(view, at(2027, 8, 1)), Words{"deferral notify notify-before"});
    view.state = CaseState::expired;
    EXPECT_EQ(rings(view, at(2027, 8, 1)), Words{"deferral notify notify"});
    hear(view, at(2027, 8, 1));
    EXPECT_EQ(rings(view, at(2027, 9, 1)), Words{});
    view.rung.clear();
    view.waived = true;
    EXPECT_EQ(rings(view, at(2027, 8, 1)), Words{});
}

TEST(Deferral, ThatTheCourtProlongedRemindsAnew) {
    CaseView view = silent(CaseState::delivered, at(2027, 3, 10), at(2027, 5, 5));
    hear(view, at(2027, 5, 1));
    view.silent_from = at(2027, 5, 5);
    view.silent_until = at(2027, 6, 30);
    EXPECT_EQ(rings(view, at(2027, 5, 6)), Words{});
    EXPECT_EQ(rings(view, at(2027, 6, 20)), Words{"deferral remind remind"});
}

TEST(Deferral, ShorterThanTwoWeeksRemindsAtOnce) {
    const CaseView view = silent(CaseState::delivered, kNow, kNow + 3 * kDay);
    EXPECT_EQ(rings(view, kNow), Words{"deferral remind remind"});
}

TEST(StatutorySilence, IsReviewedEvery30DaysAndOnceAfterALongSleep) {
    CaseView view;
    view.state = CaseState::delivered;
    view.silence = policy::Silence::statutory;
    view.silent_from = kNow;
    EXPECT_EQ(rings(view, kNow + 30 * kDay - 1), Words{});
    EXPECT_EQ(rings(view, kNow + 30 * kDay), Words{"silence_review review remind"});
    hear(view, kNow + 30 * kDay);
    EXPECT_EQ(rings(view, kNow + 59 * kDay), Words{});
    EXPECT_EQ(next_due(view, kNow + 59 * kDay), kNow + 60 * kDay);
    EXPECT_EQ(rings(view, kNow + 155 * kDay), Words{"silence_review review remind"});
    hear(view, kNow + 155 * kDay);
    EXPECT_EQ(rings(view, kNow + 179 * kDay), Words{});
    EXPECT_EQ(next_due(view, kNow + 155 * kDay), kNow + 180 * kDay);
}

TEST(NoticePeriod, Is72HoursOrLessBeforeTheOrdersDeadline) {
    CaseView view = examples::view(CaseState::notified_before);
    view.told_at = kNow;
    EXPECT_EQ(approval_from(view), kNow + 72 * kHour);
    view.deadline = kNow + 2 * kDay;
    EXPECT_EQ(approval_from(view), kNow + kDay);
    view.deadline = kNow + kHour;
    EXPECT_EQ(approval_from(view), kNow);
    view.deadline = {};
    view.order->in_force->until = kNow + 3 * kDay;
    EXPECT_EQ(approval_from(view), kNow + 2 * kDay);
    view.told_at = {};
    EXPECT_EQ(approval_from(view), std::nullopt);
}

TEST(Order, LapsesAtTheInstantItExpiresWhereverTheCaseIs) {
    for (const CaseState state : {CaseState::order_received, CaseState::scoped, CaseState::dual_approved,
                                  CaseState::extracted, CaseState::contested}) {
        CaseView view = examples::view(state);
        view.requested = {};
        view.returns_to = CaseState::scoped;
        const std::int64_t until = view.order->in_force->until;
        EXPECT_EQ(rings(view, until - 1), Words{}) << name(state);
        EXPECT_EQ(rings(view, until), Words{"order expire expire"}) << name(state);
    }
    EXPECT_EQ(rings(examples::view(CaseState::delivered), at(2030, 1, 1)), Words{});
}

TEST(Objection, SuspendsToTheOrdersDeadlineAndStandsUnanswered) {
    CaseView view = examples::view(CaseState::suspended);
    view.objected = kWatchdog;
    view.objected_at = kNow;
    view.deadline = kNow + 5 * kDay;
    hear(view, kNow + 3 * kDay);
    EXPECT_EQ(rings(view, kNow + 4 * kDay),
              (Words{"deadline remind remind", "objection escalate escalate"}));
    hear(view, kNow + 4 * kDay);
    EXPECT_EQ(rings(view, kNow + 5 * kDay), (Words{"deadline escalate escalate", "objection expire expire"}));
    const auto answer = may(view, CaseStep::expire, {CaseActor::clock}, kNow + 5 * kDay);
    ASSERT_TRUE(std::holds_alternative<StepAllowed>(answer));
    EXPECT_EQ(std::get<StepAllowed>(answer).next, CaseState::expired);
}

TEST(Request, ForExtractionExpires) {
    CaseView view = examples::view(CaseState::dual_approved);
    view.notice = CaseState::notice_deferred;
    EXPECT_EQ(rings(view, at(2027, 3, 17) - 1), Words{});
    EXPECT_EQ(rings(view, at(2027, 3, 17)), Words{"extraction_request expire expire-request"});
    const auto answer = may(view, CaseStep::expire_request, {CaseActor::clock}, at(2027, 3, 17));
    ASSERT_TRUE(std::holds_alternative<StepAllowed>(answer));
    EXPECT_EQ(std::get<StepAllowed>(answer).next, CaseState::notice_deferred);
}

TEST(Deadlines, AreListedWithWhatIsOverdue) {
    CaseView view = examples::view(CaseState::order_received);
    view.requested = {};
    view.deadline = kNow - 1;
    const auto list = running(view, kNow);
    ASSERT_EQ(list.size(), 2U);
    EXPECT_EQ(list[0].clock, ClockKind::deadline);
    EXPECT_TRUE(list[0].is_overdue);
    EXPECT_EQ(list[1], (RunningClock{ClockKind::order, at(2027, 3, 5), at(2027, 4, 5), false}));
}

TEST(Clocks, RingEachAlarmOnceHoweverOftenAndLateTheyAreAsked) {
    for (std::size_t s = 0; s < kCaseStateCount; ++s) {
        CaseView view = examples::view(static_cast<CaseState>(s));
        view.silence = policy::Silence::court;
        view.silent_from = at(2027, 3, 5);
        view.silent_until = at(2027, 4, 20);
        view.preserved = Span{at(2027, 3, 1), at(2027, 5, 1)};
        view.held_at = kNow;
        view.held_until = kNow + 9 * kDay;
        view.deadline = at(2027, 3, 20);
        view.objected_at = kNow;
        std::set<std::string> heard;
        for (std::int64_t now = kNow; now < at(2027, 7, 1); now += 7 * kHour) {
            for (const DueAlarm& each : due(view, now)) {
                EXPECT_LE(each.alarm.at, now);
                EXPECT_TRUE(heard.insert(std::to_string(static_cast<int>(each.alarm.clock)) + "/" +
                                         std::to_string(static_cast<int>(each.alarm.alarm)) + "/" +
                                         std::to_string(each.alarm.at))
                                .second);
            }
            hear(view, now);
            EXPECT_TRUE(due(view, now).empty());
        }
    }
}

}  // namespace
}  // namespace postvern::compliance
