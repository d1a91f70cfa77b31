// Cases in order, for tests to spoil one thing at a time. Fictional.
#pragma once

#include <chrono>
#include <cstdint>

#include "compliance/case_clocks.hpp"
#include "compliance/cases.hpp"

namespace postvern::compliance::examples {

constexpr std::int64_t at(int year, unsigned month, unsigned day, std::int64_t second = 0) {
    const std::chrono::sys_days date{std::chrono::year(year) / std::chrono::month(month) /
                                     std::chrono::day(day)};
    return date.time_since_epoch().count() * kDay + second;
}

inline constexpr std::int64_t kNow = at(2027, 3, 10, 12 * kHour);
inline constexpr std::uint32_t kOfficer = 1001;
inline constexpr std::uint32_t kOtherOfficer = 1002;
inline constexpr std::uint32_t kDirector = 1003;
inline constexpr std::uint32_t kSecond = 1004;
inline constexpr std::uint32_t kWatchdog = 1005;

inline CourtOrder order() {
    CourtOrder order;
    order.legal_case.fill(0xab);
    order.court = "Eksempel tingrett";
    order.number = "27-000123ENE-EKS/01";
    order.date = std::chrono::sys_days{std::chrono::year(2027) / 3 / 5};
    order.section = "Straffeprosessloven § 210";
    order.seal = OrderSeal::seal;
    order.instrument.fill(0x11);
    order.accounts = {"kari@example.org"};
    order.classes = {policy::DisclosureClass::mail, policy::DisclosureClass::subscriber};
    order.window = Span{at(2027, 2, 1), at(2027, 2, 15)};
    order.zone = "+01:00";
    order.in_force = Span{at(2027, 3, 5), at(2027, 4, 5)};
    order.suspicion = Suspicion::owner;
    order.counsel = Counsel::not_required;
    order.secrecy = SecrecyRelease::nkom;
    order.privilege = Privilege::none;
    order.appeal = Appeal::final;
    order.recipient = DocumentHash{};
    order.recipient->fill(0x22);
    return order;
}

// As it must be for `order()` to be carried out in `state` at kNow: everything that does not contradict the state.
inline CaseView view(CaseState state) {
    CaseView view;
    view.reference.fill(0xab);
    view.state = state;
    view.basis = policy::Basis::court_order;
    view.route = policy::Route::domestic;
    view.accounts = {"kari@example.org"};
    view.order = order();
    view.extents = {{"kari@example.org", policy::DisclosureClass::mail, Span{at(2027, 2, 1), at(2027, 2, 15)}},
                    {"kari@example.org", policy::DisclosureClass::subscriber, {}}};
    view.received_at = at(2027, 3, 6);
    view.told_at = at(2027, 3, 7);
    view.notice = CaseState::notified_before;
    view.requested = Span{at(2027, 3, 10), at(2027, 3, 17)};
    for (std::size_t i = 0; i < kEvidenceCount; ++i) {
        if (!follows_from_case(static_cast<Evidence>(i))) view.evidence.add(static_cast<Evidence>(i));
    }
    return view;
}

// The case as it must be for `step` to be taken in it, as far as time, basis and silence go.
inline CaseView ready(CaseView view, CaseStep step) {
    using policy::Basis;
    const bool order_silent = step == CaseStep::defer_notice || step == CaseStep::keep_silence ||
                              step == CaseStep::review_silence || step == CaseStep::release_silence;
    if (order_silent) {
        view.silence = policy::Silence::court;
        view.silent_from = at(2027, 3, 5);
        view.silent_until = at(2027, 4, 20);
    }
    if (view.state == CaseState::received) view.basis = Basis::unverified_sender;
    if (step == CaseStep::reject && view.state == CaseState::classified) view.basis = Basis::foreign_attorney;
    if (step == CaseStep::await_court) view.basis = Basis::police_request;
    if (step == CaseStep::preserve || step == CaseStep::renew) {
        view.basis = Basis::preservation_order;
        view.preserved = Span{at(2027, 3, 10), at(2027, 6, 1)};
    }
    if (step == CaseStep::hold_for_counsel && view.state == CaseState::classified)
        view.basis = Basis::urgent_order;
    if (step == CaseStep::hold_for_counsel && view.state == CaseState::order_received) {
        view.basis = Basis::order_without_suspicion;
        view.order->suspicion = Suspicion::none;
    }
    if (step == CaseStep::return_order) view.order->number.clear();
    if (step == CaseStep::close && view.state == CaseState::delivered) view.waived = true;
    if (step == CaseStep::answer_objection) view.objected = kWatchdog;
    if (step == CaseStep::quash) view.delivered = true;
    if (step == CaseStep::close && view.state == CaseState::recalled) view.delivered_at = view.told_at;
    // What the clock rings for.
    if (step == CaseStep::escalate) view.deadline = kNow - 1;
    if (step == CaseStep::remind) {
        view.silence = policy::Silence::statutory;
        view.silent_from = kNow - 31 * kDay;
        view.deadline = kNow + kHour;
    }
    if (step == CaseStep::release_hold || step == CaseStep::lapse)
        view.preserved = Span{kNow - 90 * kDay, kNow};
    if (step == CaseStep::lapse && view.state != CaseState::preserved) view.returns_to = CaseState::preserved;
    if (step == CaseStep::expire) view.order->in_force = Span{kNow - kDay, kNow};
    if (step == CaseStep::expire_request) view.requested = Span{kNow - kDay, kNow};
    return view;
}

inline std::uint32_t user_of(CaseActor actor) { return 1000 + static_cast<std::uint32_t>(actor); }

}  // namespace postvern::compliance::examples
