// The table of docs/compliance/cases.md: a row for each step and the states from which it is taken alike.
#include "compliance/cases/table.hpp"

#include <algorithm>
#include <array>

namespace postvern::compliance {

namespace {

using cases::any_of;
using policy::Action;
using policy::Purpose;
using S = CaseState;
using E = Evidence;
using Move = Transition::Move;

constexpr std::uint32_t kLegal = any_of(CaseActor::legal_officer);
constexpr std::uint32_t kDirector = any_of(CaseActor::managing_director);
constexpr std::uint32_t kLeaders = any_of(CaseActor::managing_director, CaseActor::second_officer);
constexpr std::uint32_t kWatchdog = any_of(CaseActor::data_protection_officer);
constexpr std::uint32_t kClock = any_of(CaseActor::clock);

constexpr auto kSender = std::to_array({E::verified_sender});
constexpr auto kClassification =
    std::to_array({E::basis_and_route, E::instrument, E::section, E::authority, E::country, E::accounts,
                   E::data_classes, E::time_window, E::deviation_reason});
constexpr auto kRejection = std::to_array({E::outright_rejection, E::reason});
constexpr auto kCounselled = std::to_array({E::director_decision, E::counsel_opinion, E::reason});
constexpr auto kPreservation =
    std::to_array({E::preservable_basis, E::binding_paper, E::accounts, E::preservation_term});
constexpr auto kCounselledPreservation =
    std::to_array({E::director_decision, E::counsel_opinion, E::preservable_basis, E::binding_paper,
                   E::accounts, E::preservation_term});
constexpr auto kRenewal = std::to_array({E::preservable_basis, E::binding_paper, E::preservation_term});
constexpr auto kHold = std::to_array({E::statutory_basis, E::hold_term});
constexpr auto kHoldOfOrder = std::to_array({E::statutory_basis, E::order_form, E::no_recited_suspicion, E::hold_term});
constexpr auto kAwaited = std::to_array({E::court_may_decide});
constexpr auto kOrder = std::to_array({E::court_order_basis, E::order_document, E::order_form});
constexpr auto kDefects = std::to_array({E::order_defects});
constexpr auto kValidation =
    std::to_array({E::court_order_basis, E::order_document, E::order_form, E::court_call_back,
                   E::order_without_defects, E::recited_suspicion, E::road});
constexpr auto kSecrecy = std::to_array({E::secrecy_paper, E::secrecy_lifted});
constexpr auto kPrivilege = std::to_array({E::privilege_check, E::privilege_decided});
constexpr auto kScope = std::to_array({E::in_scope, E::order_in_force});
constexpr auto kNoticeBefore = std::to_array({E::notice, E::no_silence, E::order_in_force});
constexpr auto kSilence = std::to_array({E::silence_paper, E::silence_stands, E::silence_term});
constexpr auto kWaiver = std::to_array({E::waiver});
constexpr auto kRequest =
    std::to_array({E::request_hash, E::in_scope, E::order_in_force, E::no_objection});
constexpr auto kApproval =
    std::to_array({E::standing_request, E::order_in_force, E::no_objection, E::notice_lawful,
                   E::notice_period_over});
constexpr auto kAttestation = std::to_array({E::standing_request, E::no_objection});
constexpr auto kRevocation = std::to_array({E::standing_request});
constexpr auto kExtraction = std::to_array(
    {E::standing_request, E::approvals, E::attestation, E::no_objection, E::order_in_force, E::in_scope,
     E::secrecy_lifted, E::privilege_decided, E::notice_lawful, E::partials, E::bag});
constexpr auto kDelivery =
    std::to_array({E::order_in_force, E::no_objection, E::notice_lawful, E::receipt});
constexpr auto kNotice = std::to_array({E::notice, E::no_silence});
constexpr auto kEnd = std::to_array({E::no_silence, E::notice_done});
constexpr auto kEndOfWaiting = std::to_array({E::reason, E::no_silence, E::notice_done});
constexpr auto kObjection = std::to_array({E::reason});
constexpr auto kAnswer = std::to_array({E::objection, E::reason, E::court_told, E::counsel_told});
constexpr auto kContest = std::to_array({E::contest_paper});
constexpr auto kRuling = std::to_array({E::ruling});
constexpr auto kRecall = std::to_array({E::ruling, E::handed_over});
constexpr auto kWithdrawal = std::to_array({E::withdrawal});
constexpr auto kReviewed = std::to_array({E::silence_stands, E::reason});
constexpr auto kRelease = std::to_array({E::silence_stands, E::release_paper});
constexpr auto kSubstitute = std::to_array({E::substitute, E::reason});
constexpr auto kRecusal = std::to_array({E::person, E::reason});
constexpr auto kEnclosure = std::to_array({E::enclosure});
constexpr auto kTime = std::to_array({E::time_over});

// A purpose of its own for what is set apart, another for what the data protection officer looks at; else legal_request.
constexpr Transition kTable[] = {
    {CaseStep::authenticate, any_of(S::received), Move::to, S::authenticated, kLegal, Action::decide_case,
     Purpose::legal_request, kSender, "receipt", "receipt", false, "Forskrift 2012-12-14-1227 § 4"},
    {CaseStep::classify, any_of(S::authenticated), Move::to, S::classified, kLegal, Action::decide_case,
     Purpose::legal_request, kClassification, "", "missing_fields", false,
     "Forskrift 2012-12-14-1227 §§ 3, 6, 7"},
    {CaseStep::reject, any_of(S::received, S::classified), Move::to, S::rejected, kLegal,
     Action::decide_case, Purpose::legal_request, kRejection, "rejected", "", false,
     "ISP-36; ISP-46; Forskrift 2012-12-14-1227 § 9"},
    {CaseStep::reject, any_of(S::statutory_hold), Move::to, S::rejected, kLegal, Action::decide_case,
     Purpose::legal_request, kCounselled, "rejected_after_counsel", "", false, "ISP-35; ISP-65"},
    // § 215a binds by itself: the officer sets apart. What else may be preserved counsel decides first.
    {CaseStep::preserve, any_of(S::classified, S::await_court), Move::to, S::preserved, kLegal,
     Action::preserve, Purpose::preservation, kPreservation, "preservation_receipt", "", false,
     "Straffeprosessloven § 215a"},
    {CaseStep::preserve, any_of(S::statutory_hold), Move::to, S::preserved, kLegal, Action::preserve,
     Purpose::preservation, kCounselledPreservation, "preservation_receipt", "", false,
     "Straffeprosessloven § 215a; ISP-65"},
    {CaseStep::renew,
     any_of(S::preserved, S::await_court, S::suspended, S::contested) | cases::kOrderStates, Move::stay,
     {}, kLegal, Action::preserve, Purpose::preservation, kRenewal, "preservation_receipt", "", false,
     "Straffeprosessloven § 215a(4)"},
    {CaseStep::hold_for_counsel, any_of(S::classified), Move::to, S::statutory_hold, kLegal,
     Action::decide_case, Purpose::legal_request, kHold, "held", "", false,
     "Straffeprosessloven §§ 205, 210(2), 215a(5), 216d; Ekomloven § 3-10; Straffeloven § 196; "
     "Regulation (EU) 2023/1543"},
    {CaseStep::hold_for_counsel, any_of(S::order_received), Move::to, S::statutory_hold, kLegal,
     Action::decide_case, Purpose::legal_request, kHoldOfOrder, "held", "", false,
     "ISP-38; Straffeprosessloven §§ 203, 210"},
    {CaseStep::await_court, any_of(S::classified), Move::to, S::await_court, kLegal, Action::decide_case,
     Purpose::legal_request, kAwaited, "refused_without_order", "", false, "ISP-35; ISP-37"},
    {CaseStep::await_court, any_of(S::statutory_hold), Move::to, S::await_court, kLegal,
     Action::decide_case, Purpose::legal_request, kCounselled, "refused_without_order", "", false,
     "ISP-35; ISP-65"},
    {CaseStep::enter_order,
     any_of(S::classified, S::await_court, S::preserved, S::expired, S::lapsed), Move::to,
     S::order_received, kLegal, Action::decide_case, Purpose::legal_request, kOrder, "", "", true,
     "Straffeprosessloven § 210"},
    {CaseStep::return_order, any_of(S::order_received), Move::to, S::await_court, kLegal,
     Action::decide_case, Purpose::legal_request, kDefects, "order_defects", "", false, "ISP-35"},
    {CaseStep::validate, any_of(S::order_received), Move::to_when_two_validated, S::order_validated,
     kLegal, Action::decide_case, Purpose::legal_request, kValidation, "", "order_defects", false,
     "ISP-35; ISP-38; Straffeprosessloven §§ 100a, 170a, 210; GDPR Art. 48"},
    {CaseStep::clear_secrecy, any_of(S::order_validated), Move::to, S::secrecy_cleared, kLegal,
     Action::decide_case, Purpose::legal_request, kSecrecy, "", "secrecy_release_request", false,
     "Straffeprosessloven § 118; Ekomloven § 3-10"},
    {CaseStep::clear_privilege, any_of(S::secrecy_cleared), Move::to, S::privilege_cleared, kLegal,
     Action::decide_case, Purpose::legal_request, kPrivilege, "privilege_notice", "", false,
     "Straffeprosessloven §§ 119, 121, 204, 205(3)"},
    {CaseStep::scope, any_of(S::privilege_cleared), Move::to, S::scoped, kLegal, Action::decide_case,
     Purpose::legal_request, kScope, "", "", false, "Straffeprosessloven § 170a; GDPR Art. 5(1)(c)"},
    {CaseStep::notify_before, any_of(S::scoped, S::notice_deferred), Move::to, S::notified_before,
     kLegal | kClock, Action::notify, Purpose::legal_request, kNoticeBefore, "owner_notice_before", "",
     false, "Straffeprosessloven § 208; GDPR Art. 12"},
    {CaseStep::defer_notice, any_of(S::scoped), Move::to, S::notice_deferred, kLegal,
     Action::decide_case, Purpose::legal_request, kSilence, "", "", false,
     "Straffeprosessloven §§ 208a, 210a, 216i, 216j"},
    {CaseStep::waive_notice, any_of(S::scoped, S::notice_deferred), Move::to, S::notice_waived, kLegal,
     Action::decide_case, Purpose::legal_request, kWaiver, "", "", false,
     "Straffeprosessloven §§ 208a(2), 210a(2)"},
    {CaseStep::waive_notice, any_of(S::delivered, S::expired, S::lapsed, S::withdrawn, S::recalled),
     Move::stay, {}, kLegal, Action::decide_case, Purpose::legal_request, kWaiver, "", "", false,
     "Straffeprosessloven §§ 208a(2), 210a(2)"},
    {CaseStep::request, cases::kNoticeStates | any_of(S::dual_approved), Move::to_notice, {}, kLegal,
     Action::decide_case, Purpose::legal_request, kRequest, "", "", true, "ISP-35; ISP-65"},
    {CaseStep::approve, cases::kNoticeStates, Move::to_when_two_approved_and_attested, S::dual_approved,
     kLeaders, Action::approve, Purpose::legal_request, kApproval, "", "", false,
     "ISP-65; GDPR Art. 24(1)"},
    {CaseStep::attest, cases::kNoticeStates, Move::to_when_two_approved_and_attested, S::dual_approved,
     kWatchdog, Action::review, Purpose::accountability, kAttestation, "", "", false,
     "ISP-66; GDPR Art. 38(6), 39(1)(b)"},
    // It only takes leave away: whoever of them may read the case may end the request, whatever else stands.
    {CaseStep::revoke_request, cases::kNoticeStates | any_of(S::dual_approved), Move::to_notice, {},
     kLeaders | kWatchdog, Action::read_case, Purpose::legal_request, kRevocation, "", "", true,
     "ISP-65; ISP-66; GDPR Art. 24(1), 38(6)"},
    {CaseStep::extract, any_of(S::dual_approved), Move::to, S::extracted, kLegal, Action::extract,
     Purpose::legal_request, kExtraction, "", "", false, "Straffeprosessloven § 210"},
    {CaseStep::deliver, any_of(S::extracted), Move::to, S::delivered, kLegal, Action::disclose,
     Purpose::legal_request, kDelivery, "hand_over", "", false, "Straffeprosessloven §§ 205(3), 210"},
    {CaseStep::notify, any_of(S::delivered), Move::to, S::notified, kLegal | kClock, Action::notify,
     Purpose::legal_request, kNotice, "owner_notice_after", "", false,
     "Straffeprosessloven §§ 208a(3), 210a; GDPR Art. 12"},
    // What could not be told before, wherever the case is when the silence ends.
    {CaseStep::notify,
     cases::kSilenceStates & ~any_of(S::delivered, S::scoped, S::notice_deferred, S::notice_waived),
     Move::stay, {}, kLegal | kClock, Action::notify, Purpose::legal_request, kNotice,
     "owner_notice_after", "", false, "Straffeprosessloven §§ 208a(3), 210a, 215a(3)"},
    {CaseStep::close,
     any_of(S::rejected, S::delivered, S::notified, S::expired, S::lapsed, S::withdrawn, S::recalled),
     Move::to, S::closed, kLegal, Action::decide_case, Purpose::legal_request, kEnd, "", "", false,
     "GDPR Art. 5(1)(e)"},
    {CaseStep::close, any_of(S::await_court), Move::to, S::closed, kLegal, Action::decide_case,
     Purpose::legal_request, kEndOfWaiting, "", "", false, "GDPR Art. 5(1)(e)"},
    {CaseStep::object, cases::kOrderStates, Move::to, S::suspended, kWatchdog, Action::object,
     Purpose::legal_request, kObjection, "", "", true, "ISP-66; GDPR Art. 38(3), 39(1)(a)"},
    {CaseStep::object, any_of(S::contested), Move::stay, {}, kWatchdog, Action::object,
     Purpose::legal_request, kObjection, "", "", true, "ISP-66; GDPR Art. 38(3), 39(1)(a)"},
    {CaseStep::answer_objection, any_of(S::suspended), Move::back, {}, kDirector,
     Action::answer_objection, Purpose::legal_request, kAnswer, "objection_notice", "", false,
     "ISP-65; ISP-66; GDPR Art. 38(3)"},
    {CaseStep::answer_objection, any_of(S::contested), Move::stay, {}, kDirector,
     Action::answer_objection, Purpose::legal_request, kAnswer, "objection_notice", "", false,
     "ISP-65; ISP-66; GDPR Art. 38(3)"},
    {CaseStep::contest, any_of(S::preserved, S::suspended) | cases::kOrderStates, Move::to, S::contested,
     kLegal, Action::decide_case, Purpose::legal_request, kContest, "", "", true,
     "Straffeprosessloven §§ 208, 215a(4), 377, 382"},
    {CaseStep::resolve_contest, any_of(S::contested), Move::back, {}, kLegal, Action::decide_case,
     Purpose::legal_request, kRuling, "", "", false, "Straffeprosessloven § 208(3)"},
    {CaseStep::withdraw,
     any_of(S::received, S::authenticated, S::classified, S::preserved, S::await_court, S::suspended,
            S::contested) | cases::kOrderStates,
     Move::to, S::withdrawn, kLegal, Action::decide_case, Purpose::legal_request, kWithdrawal,
     "request_withdrawn", "", true, "ISP-35"},
    {CaseStep::quash, any_of(S::suspended, S::contested) | cases::kOrderStates, Move::to, S::withdrawn,
     kLegal, Action::decide_case, Purpose::legal_request, kRuling, "request_withdrawn", "", true,
     "Straffeprosessloven §§ 208(3), 377"},
    {CaseStep::quash, any_of(S::delivered, S::notified, S::closed), Move::to, S::recalled, kLegal,
     Action::decide_case, Purpose::legal_request, kRecall, "recall", "", false,
     "Straffeprosessloven §§ 208(2)-(3), 377"},
    {CaseStep::keep_silence, cases::kSilenceStates & ~any_of(S::rejected), Move::stay, {}, kLegal,
     Action::decide_case, Purpose::legal_request, kSilence, "", "", false,
     "Straffeprosessloven §§ 208a, 210a, 215a(4), 216i, 216j"},
    {CaseStep::review_silence, cases::kSilenceStates, Move::stay, {}, kLegal, Action::decide_case,
     Purpose::legal_request, kReviewed, "silence_review", "", false, "Straffeprosessloven § 216i; ISP-60"},
    {CaseStep::release_silence, cases::kSilenceStates, Move::stay, {}, kLegal, Action::decide_case,
     Purpose::legal_request, kRelease, "deferral_ended", "", false, "Straffeprosessloven §§ 208a, 216i"},
    {CaseStep::appoint, cases::kWorkingStates, Move::stay, {}, kLeaders, Action::appoint_substitute,
     Purpose::legal_request, kSubstitute, "", "", false, "ISP-65; Forvaltningsloven § 6"},
    {CaseStep::recuse, cases::kOpenStates, Move::stay, {}, kLegal, Action::decide_case,
     Purpose::legal_request, kRecusal, "", "", false, "Forvaltningsloven § 6; GDPR Art. 38(6)"},
    {CaseStep::attach, cases::kEveryState, Move::stay, {}, kLegal, Action::decide_case,
     Purpose::legal_request, kEnclosure, "", "", false, "GDPR Art. 5(2)"},
    {CaseStep::escalate, cases::kWorkingStates & ~any_of(S::delivered), Move::stay, {}, kClock, Action::keep_time,
     Purpose::legal_request, kTime, "", "", false,
     "Straffeprosessloven §§ 210(2), 216d; Straffeloven § 196; ISP-65"},
    {CaseStep::remind, cases::kOpenStates, Move::stay, {}, kClock, Action::keep_time,
     Purpose::legal_request, kTime, "reminder", "", false, "Straffeprosessloven §§ 208a, 210a, 216i"},
    {CaseStep::release_hold,
     (cases::kOpenStates | any_of(S::closed)) &
         ~any_of(S::preserved, S::lapsed, S::received, S::authenticated, S::classified),
     Move::stay, {}, kClock, Action::keep_time, Purpose::legal_request, kTime, "preservation_ended", "",
     false, "Straffeprosessloven § 215a(4)"},
    {CaseStep::lapse, any_of(S::preserved, S::suspended, S::contested), Move::to, S::lapsed, kClock, Action::keep_time,
     Purpose::legal_request, kTime, "preservation_ended", "", false, "Straffeprosessloven § 215a(4)"},
    {CaseStep::expire, any_of(S::suspended, S::contested) | cases::kOrderStates, Move::to, S::expired,
     kClock, Action::keep_time, Purpose::legal_request, kTime, "order_expired", "", true,
     "Straffeprosessloven §§ 210b, 216f"},
    {CaseStep::expire_request, cases::kNoticeStates | any_of(S::dual_approved), Move::to_notice, {},
     kClock, Action::keep_time, Purpose::legal_request, kTime, "", "", true, "ISP-35"},
};

// Of an order on which nothing was handed over: that it came to nothing where it did, that it is still carried out where it
// is. Before the decision on notice nothing is told of it but by that decision.
std::string notice_of_order(const CaseView& view) {
    if (cases::contains(any_of(S::expired, S::lapsed, S::withdrawn), view.state)) return "owner_notice_unused";
    if (!view.notice) return {};
    const bool is_beside = view.state == S::suspended || view.state == S::contested;
    const S at = is_beside ? view.returns_to.value_or(view.state) : view.state;
    const auto carried_out = cases::kNoticeStates | any_of(S::dual_approved, S::extracted);
    if (cases::contains(carried_out, at)) return "owner_notice_pending";
    return cases::contains(cases::kOrderStates, at) ? std::string() : "owner_notice_unused";
}

}  // namespace

std::span<const Transition> transitions() noexcept { return kTable; }

const Transition* transition(CaseState from, CaseStep step) noexcept {
    const auto* const found =
        std::find_if(std::begin(kTable), std::end(kTable),
                     [&](const Transition& row) { return row.step == step && row.is_from(from); });
    return found == std::end(kTable) ? nullptr : found;
}

std::string answer_of(const Transition& transition, const CaseView& view) {
    using policy::Basis;
    const std::string_view answer = transition.answer;
    if (answer == "rejected") {
        if (!view.rejection_letter.empty()) return view.rejection_letter;
        return view.basis ? "rejected_" + std::string(policy::name(*view.basis)) : std::string();
    }
    if (answer == "held") {
        switch (view.basis.value_or(Basis::order_without_suspicion)) {
            case Basis::urgent_order:
            case Basis::urgent_interception:
            case Basis::duty_to_avert: return "held_urgent";
            case Basis::european_production_order:
            case Basis::european_preservation_order: return "held_european_order";
            default: return "held_for_counsel";
        }
    }
    // Straffeprosessloven § 205(3): the court is told where something may be privileged, and only then.
    if (answer == "privilege_notice" && view.order && view.order->privilege == Privilege::none) return {};
    if (answer == "reminder") {
        if (view.silence == policy::Silence::court) return "deferral_reminder";
        return view.silence == policy::Silence::statutory ? "silence_review" : std::string();
    }
    if (answer == "hand_over" && view.found_nothing) return "nothing_held";
    // What there is to tell of: a recall, a hand-over, an order that came to nothing, a preservation.
    if (answer == "owner_notice_after") {
        if (view.state == CaseState::recalled) return "owner_notice_recalled";
        if (!view.delivered && view.order) return notice_of_order(view);
        if (!view.delivered) return view.preserved ? "owner_notice_preserved" : std::string();
        if (view.found_nothing) return "owner_notice_unused";
    }
    return std::string(answer);
}

}  // namespace postvern::compliance
