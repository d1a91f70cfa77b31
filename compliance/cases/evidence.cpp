#include "compliance/cases/evidence.hpp"

#include <algorithm>
#include <array>

#include "compliance/case_clocks.hpp"
#include "compliance/cases/table.hpp"

namespace postvern::compliance {

namespace {

using policy::Basis;
using policy::Office;
using policy::Route;

constexpr auto kMinistry = std::to_array({Office::ministry_of_justice});
constexpr auto kProsecutor = std::to_array({Office::public_prosecutor});
constexpr auto kPoliceChief = std::to_array({Office::police_chief});
constexpr auto kDiplomatic = std::to_array({Office::foreign_ministry, Office::attorney_general,
                                            Office::ministry_of_justice, Office::police_chief});
constexpr auto kKripos = std::to_array({Office::kripos});

// Regulation (EU) 2023/1543 knows a road of its own, which no rule lets disclose.
bool is_european(Basis basis) {
    return basis == Basis::european_production_order || basis == Basis::european_preservation_order;
}

// Those of rule ISP-35.preservation-seals-apart.
bool may_be_preserved(Basis basis) {
    switch (basis) {
        case Basis::court_order:
        case Basis::prosecutor_order:
        case Basis::urgent_order:
        case Basis::preservation_order:
        case Basis::european_production_order:
        case Basis::european_preservation_order:
        case Basis::order_without_suspicion:
        case Basis::duty_to_avert: return true;
        default: return false;
    }
}

}  // namespace

bool is_statutory(Basis basis) noexcept {
    return basis >= Basis::prosecutor_order && basis <= Basis::duty_to_avert;
}

bool is_rejected_outright(Basis basis) noexcept { return basis >= Basis::foreign_attorney; }

// Forskrift 2012-12-14-1227 §§ 3, 7, 22; ISP-40 to ISP-44
std::span<const Office> references_of(Route route) noexcept {
    switch (route) {
        case Route::domestic: return {};
        case Route::council_of_europe:
        case Route::bilateral: return kMinistry;
        case Route::schengen: return kProsecutor;
        case Route::nordic: return kPoliceChief;
        case Route::interception: return kKripos;
        case Route::diplomatic: break;
    }
    return kDiplomatic;
}

bool is_recused(const CaseView& view, std::uint32_t user) noexcept {
    return std::find(view.recused.begin(), view.recused.end(), user) != view.recused.end();
}

// Straffeprosessloven §§ 208a, 210a, 216i. As policy::may_be_shown() has it: a court's silence of which nobody knows
// the end stands.
bool silence_stands(const CaseView& view, std::int64_t now) noexcept {
    switch (view.silence) {
        case policy::Silence::none: return false;
        case policy::Silence::court: return !view.silent_until || now <= *view.silent_until;
        case policy::Silence::statutory: break;
    }
    return true;
}

namespace cases {

namespace {

// What the officer has of the basis decides what the step may rest on.
bool on_basis(const CaseView& view, Evidence evidence) {
    if (!view.basis) return false;
    const Basis basis = *view.basis;
    switch (evidence) {
        case Evidence::basis_and_route:
            return view.route || is_rejected_outright(basis) || is_european(basis);
        case Evidence::outright_rejection:
            // Before anybody was called back only that nobody could be is known.
            return view.state == CaseState::received ? basis == Basis::unverified_sender
                                                     : is_rejected_outright(basis);
        case Evidence::statutory_basis: return is_statutory(basis);
        case Evidence::court_may_decide:
            return basis == Basis::court_order || basis == Basis::police_request ||
                   basis == Basis::subpoena;
        case Evidence::preservable_basis:
            // Straffeprosessloven § 215a binds as it is, a court's order too; counsel decides on the others.
            if (view.state == CaseState::classified || view.state == CaseState::await_court)
                return basis == Basis::preservation_order || basis == Basis::court_order;
            return may_be_preserved(basis);
        case Evidence::court_order_basis: return basis == Basis::court_order;
        default: return false;
    }
}

bool has_road(const CaseView& view) {
    if (!view.route) return false;
    const auto asked = references_of(*view.route);
    return std::all_of(asked.begin(), asked.end(), [&](Office office) {
        return std::find(view.references.begin(), view.references.end(), office) !=
               view.references.end();
    });
}

// Straffeprosessloven § 170a; GDPR Art. 5(1)(c)
bool is_in_scope(const CaseView& view) {
    const auto knows = [&](const std::string& account) {
        return std::find(view.accounts.begin(), view.accounts.end(), account) != view.accounts.end();
    };
    return !view.extents.empty() &&
           std::all_of(view.extents.begin(), view.extents.end(), [&](const OrderExtent& extent) {
               return within(*view.order, extent) && knows(extent.account);
           });
}

bool of_order(const CaseView& view, Evidence evidence, std::int64_t now) {
    if (!view.order) return false;
    const CourtOrder& order = *view.order;
    switch (evidence) {
        case Evidence::order_form: return order.legal_case == view.reference;
        case Evidence::order_defects: return !defects(order, view, now).empty();
        case Evidence::order_without_defects: return defects(order, view, now).empty();
        // ISP-38: the house asks for it, §§ 203 and 210 do not.
        case Evidence::recited_suspicion: return order.suspicion == Suspicion::owner;
        case Evidence::no_recited_suspicion: return order.suspicion == Suspicion::none;
        case Evidence::secrecy_lifted: return order.secrecy != SecrecyRelease::none;
        case Evidence::privilege_decided:
            return order.privilege == Privilege::none || order.court_recipient.has_value();
        case Evidence::in_scope: return is_in_scope(view);
        case Evidence::order_in_force:
            return order.in_force && order.in_force->from <= now && now < order.in_force->until;
        default: return false;
    }
}

// Silence is what statute or court say, with the ends that they set; never inferred.
bool has_silence_term(const CaseView& view) {
    if (!view.silent_from) return false;
    if (view.silence == policy::Silence::statutory) return !view.silent_until;
    return view.silence == policy::Silence::court && view.silent_until &&
           *view.silent_from <= *view.silent_until &&
           *view.silent_until <= longest_deferral(*view.silent_from, view.chapter_17, view.four_months);
}

bool is_notice_period_over(const CaseView& view, std::int64_t now) {
    const CaseState notice = contains(kNoticeStates, view.state)
                                 ? view.state
                                 : view.notice.value_or(CaseState::notified_before);
    if (notice == CaseState::notice_waived) return true;
    if (notice == CaseState::notice_deferred) return silence_stands(view, now);
    const auto from = approval_from(view);
    return from && *from <= now;
}

bool of_notice(const CaseView& view, Evidence evidence, std::int64_t now) {
    switch (evidence) {
        case Evidence::silence_stands: return silence_stands(view, now);
        case Evidence::no_silence: return !silence_stands(view, now);
        case Evidence::silence_term: return has_silence_term(view);
        case Evidence::notice_lawful: return view.told_at || view.waived || silence_stands(view, now);
        case Evidence::notice_period_over: return is_notice_period_over(view, now);
        case Evidence::notice_done:
            // After a hand-over the owner is told of it, whatever was said before.
            if (view.state == CaseState::delivered) return view.waived;
            if (view.state == CaseState::recalled)
                return view.waived || (view.told_at && view.delivered_at && *view.delivered_at <= *view.told_at);
            return view.told_at || view.waived || (!view.order && !view.preserved);
        default: return false;
    }
}

// One that is over already escalates at once, and is a term all the same.
bool is_hold_term_set(CaseView view) {
    view.held_at = view.held_at.value_or(view.received_at);
    return hold_ends(view).has_value();
}

// What a clock ends is over when the clock says so, once.
bool is_time_over(const CaseView& view, CaseStep step, std::int64_t now) {
    const auto alarms = due(view, now);
    return std::any_of(alarms.begin(), alarms.end(),
                       [&](const DueAlarm& alarm) { return alarm.step == step; });
}

// Nobody is substitute who is kept out, and one of the two offices keeps its holder, as the devices ask for it.
// Whose time is over stands in nobody's way.
bool are_deputies_fit(const CaseView& view, std::int64_t now) {
    std::vector<Deputy> deputies = view.deputies;
    std::erase_if(deputies, [&](const Deputy& each) { return !each.is_in_force(now); });
    return std::all_of(deputies.begin(), deputies.end(), [&](const Deputy& deputy) {
        const bool leads = deputy.office == CaseActor::managing_director ||
                           deputy.office == CaseActor::second_officer;
        return leads && deputy.office == deputies.front().office && !is_recused(view, deputy.user);
    });
}

bool follows(const CaseView& view, const Transition& row, Evidence evidence, std::int64_t now) {
    switch (evidence) {
        case Evidence::hold_term: return is_hold_term_set(view);
        case Evidence::preservation_term:
            return view.preserved && now < view.preserved->until &&
                   is_preservation_term(*view.preserved, view.foreign);
        case Evidence::road: return has_road(view);
        case Evidence::no_objection: return !view.objected;
        case Evidence::objection: return view.objected.has_value();
        case Evidence::standing_request:
            return view.requested && view.requested->from <= now && now < view.requested->until;
        case Evidence::approvals:
            return view.director && view.second_officer && *view.director != *view.second_officer;
        case Evidence::attestation:
            return view.attested && view.attested != view.director &&
                   view.attested != view.second_officer;
        case Evidence::handed_over: return view.delivered;
        case Evidence::time_over: return is_time_over(view, row.step, now);
        default: return on_basis(view, evidence) || of_order(view, evidence, now) ||
                        of_notice(view, evidence, now);
    }
}

}  // namespace

bool is_asked(const CaseView& view, Evidence evidence) noexcept {
    switch (evidence) {
        case Evidence::deviation_reason: return view.deviates;
        case Evidence::instrument:
        case Evidence::section:
        case Evidence::authority:
        case Evidence::country:
        case Evidence::accounts:
        case Evidence::data_classes:
        case Evidence::time_window:
            // Straffeloven § 196: somebody of the house heard of it, nobody wrote.
            return view.state != CaseState::authenticated || !view.basis ||
                   (!is_rejected_outright(*view.basis) && *view.basis != Basis::duty_to_avert);
        default: return true;
    }
}

bool is_there(const CaseView& view, const Transition& row, Evidence evidence, std::int64_t now) {
    if (evidence == Evidence::substitute) return view.evidence.has(evidence) && are_deputies_fit(view, now);
    if (!follows_from_case(evidence)) return view.evidence.has(evidence);
    return follows(view, row, evidence, now);
}

}  // namespace cases

}  // namespace postvern::compliance
