// What a step makes of a case.
#include "compliance/casework/steps.hpp"

#include <algorithm>

#include "compliance/casework/signatures.hpp"
#include "compliance/casework/view.hpp"

namespace postvern::compliance::casework {

using records::Caller;
using records::CaseEntry;
using records::CaseFile;
using records::Unacceptable;

namespace {

void write_letter_facts(CaseEntry& entry, const std::string& name, const std::string& value) {
    entry.fields[name] = value;
}

void write_quashing(CaseEntry& entry, const Quashing& quashing) {
    entry.fields["quashed-by"] = quashing.court;
    entry.fields["quashed-number"] = quashing.number;
    entry.fields["quashed-on"] = std::to_string(quashing.day);
}

// An order that is on record from now on: with the scope that it has and as much as it says so far.
void make_ordered(CaseView& view, CaseEntry& entry, const CaseAct& act, const Prepared& prepared, const Caller& caller) {
    std::vector<policy::AccountId> accounts;
    for (const NamedAccount& each : prepared.accounts) accounts.push_back(each.account);
    policy::OrderFacts facts = facts_of(*view.order, accounts);
    facts.secrecy_lifted = false;  // a step of its own finds so
    entry.fields["order-accounts"] = to_text(prepared.accounts);
    entry.changes.emplace_back(records::Concerned{std::move(accounts), {}});
    entry.changes.emplace_back(records::Classified{*view.basis, view.route, view.references});
    entry.changes.emplace_back(records::Ordered{facts});
    if (act.order->silence != policy::Silence::none && !silence_stands(view, caller.now)) {
        view.silent_from = caller.now;
        entry.changes.emplace_back(records::Silenced{act.order->silence, act.order->silent_until});
    }
}

// Straffeprosessloven §§ 208a(2), 210a(2): what the court waives altogether is told by nobody until it is released.
// Reviewed every 30 days like statutory silence, since no end is set.
void make_waived(CaseView& view, CaseEntry& entry, std::int64_t now) {
    view.silence = policy::Silence::statutory;
    view.silent_from = now;
    view.silent_until.reset();
    entry.changes.emplace_back(records::Silenced{policy::Silence::statutory, {}});
}

void void_request(CaseView& view, CaseEntry& entry) {
    view.requested.reset();
    view.attested.reset();
    view.director.reset();
    view.second_officer.reset();
    entry.fields["request-hash"] = "";
    entry.fields["request-empty"] = "";
    entry.changes.emplace_back(records::ApprovalsTakenBack{});
}

// What the rules see of the order is as narrow as what is taken of it; validations stand.
void make_narrower(const CaseView& view, CaseEntry& entry, const CaseAct& act, const Prepared& prepared) {
    if (act.narrower.empty()) return;
    records::Narrowed less;
    for (const NamedAccount& each : prepared.accounts) {
        const bool is_left = std::any_of(view.extents.begin(), view.extents.end(),
                                         [&](const OrderExtent& extent) { return extent.account == each.address; });
        if (is_left) less.accounts.push_back(each.account);
    }
    for (const OrderExtent& each : view.extents) {
        if (std::find(less.classes.begin(), less.classes.end(), each.data_class) == less.classes.end()) {
            less.classes.push_back(each.data_class);
        }
        if (!each.window) continue;
        less.window_from = each.window->from;
        less.window_until = each.window->until - 1;
    }
    entry.changes.emplace_back(std::move(less));
}

records::Approver seat_of(CaseActor office) {
    return office == CaseActor::second_officer ? records::Approver::second_officer
                                               : records::Approver::managing_director;
}

void make_state(CaseView& view, const StepAllowed& allowed) {
    constexpr CaseState kNotices[] = {CaseState::notified_before, CaseState::notice_deferred, CaseState::notice_waived};
    view.state = allowed.next;
    view.returns_to = allowed.returns_to;
    if (std::find(std::begin(kNotices), std::end(kNotices), allowed.next) != std::end(kNotices)) view.notice = allowed.next;
}

}  // namespace

void make(CaseView& view, CaseEntry& entry, const StepAllowed& allowed, const CaseAct& act, const Prepared& prepared,
          const StepTaker& taker, const Caller& caller) {
    make_state(view, allowed);
    if (allowed.row->voids_request) void_request(view, entry);
    switch (act.step) {
        case CaseStep::reject:
            if (entry.step.from == name(CaseState::received)) {
                entry.changes.emplace_back(records::Classified{*view.basis, {}, {}});
            }
            break;
        case CaseStep::quash:
            if (act.quashing) write_quashing(entry, *act.quashing);
            break;
        case CaseStep::classify:
            entry.changes.emplace_back(records::Classified{*view.basis, view.route, view.references});
            break;
        case CaseStep::hold_for_counsel:
            if (!view.held_at) view.held_at = view.received_at;
            entry.changes.emplace_back(records::Classified{*view.basis, view.route, view.references});
            break;
        case CaseStep::preserve:
        case CaseStep::renew: write_letter_facts(entry, "to-hold", "yes"); break;
        case CaseStep::enter_order: make_ordered(view, entry, act, prepared, caller); break;
        case CaseStep::validate:
            view.validators.push_back(taker.user);
            entry.changes.emplace_back(records::Validated{});
            break;
        case CaseStep::scope: make_narrower(view, entry, act, prepared); break;
        case CaseStep::clear_secrecy: entry.changes.emplace_back(records::SecrecyLifted{}); break;
        case CaseStep::notify_before:
        case CaseStep::notify:
            view.told_at = caller.now;
            entry.changes.emplace_back(records::OwnersTold{});
            break;
        case CaseStep::defer_notice:
        case CaseStep::keep_silence:
            entry.changes.emplace_back(records::Silenced{view.silence, view.silent_until});
            break;
        case CaseStep::waive_notice: make_waived(view, entry, caller.now); break;
        case CaseStep::release_silence:
            view.silence = policy::Silence::none;
            view.silent_until.reset();
            entry.changes.emplace_back(records::Silenced{});
            break;
        case CaseStep::request:
            view.requested = prepared.requested;
            entry.fields["request-hash"] = prepared.request_hash;
            entry.fields["request-empty"] = prepared.lists_nothing ? "yes" : "";
            break;
        case CaseStep::approve:
            (taker.actor == CaseActor::managing_director ? view.director : view.second_officer) = taker.user;
            entry.changes.emplace_back(records::Approved{seat_of(taker.actor)});
            break;
        case CaseStep::attest: view.attested = taker.user; break;
        case CaseStep::object:
            view.objected = taker.user;
            view.objected_at = caller.now;
            entry.fields["objection"] = act.reason;
            entry.changes.emplace_back(records::Objected{});
            break;
        case CaseStep::answer_objection:
            view.objected.reset();
            view.objected_at.reset();
            entry.changes.emplace_back(records::ObjectionAnswered{});
            break;
        case CaseStep::appoint:
            entry.changes.emplace_back(records::Appointed{{seat_of(act.seat), *act.person, prepared.appointed_until}});
            break;
        case CaseStep::recuse: entry.changes.emplace_back(records::Concerned{{}, {*act.person}}); break;
        case CaseStep::extract:
            entry.fields["bag-name"] = prepared.bag->name;
            entry.fields["bag-sha256"] = prepared.bag_hash;
            break;
        case CaseStep::deliver:
            view.delivered = true;
            view.delivered_at = caller.now;
            break;
        default: break;
    }
    if (prepared.alarm) view.rung.push_back(*prepared.alarm);
}

}  // namespace postvern::compliance::casework
