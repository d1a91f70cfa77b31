#include "compliance/casework.hpp"

#include <algorithm>

#include "compliance/casework/signatures.hpp"
#include "compliance/casework/state.hpp"
#include "compliance/casework/view.hpp"

namespace postvern::compliance {

using policy::Action;
using policy::Purpose;
using policy::Resource;
using policy::ResourceType;
using records::CaseEntry;
using records::CaseFile;
using records::Caller;

namespace {

policy::Subject admit(const CaseworkParts& parts, policy::Job job) {
    auto subject = parts.gate.admit(policy::JobClaim{job, parts.site.house_token()}, policy::Channel::job);
    if (!subject) throw std::logic_error("a job of the house was not admitted");
    return std::move(*subject);
}

policy::Subject admit_deliverer(const CaseworkParts& parts) {
    auto subject = parts.gate.admit(policy::DeliveryClaim{}, policy::Channel::job);
    if (!subject) throw std::logic_error("the deliverer of mail was not admitted");
    return std::move(*subject);
}

bool takes(CaseActor actor, CaseStep step) {
    const auto rows = transitions();
    return std::any_of(rows.begin(), rows.end(),
                       [&](const Transition& row) { return row.step == step && row.is_of(actor); });
}

// In which office the caller takes the step: that which they name, else the first of theirs that takes it, else one
// that they are substitute for.
StepTaker taker_of(const CaseView& view, const Caller& caller, CaseStep step, std::optional<CaseActor> named,
                   std::uint32_t user) {
    std::vector<CaseActor> offices;
    if (caller.member) {
        for (const policy::StaffRole role : caller.member->facts.roles) offices.push_back(static_cast<CaseActor>(role));
    }
    const auto holds = [&](CaseActor office) {
        return std::find(offices.begin(), offices.end(), office) != offices.end();
    };
    if (named) return {*named, user, !holds(*named)};
    for (const CaseActor office : offices) {
        if (takes(office, step)) return {office, user, false};
    }
    for (const Deputy& deputy : view.deputies) {
        if (deputy.user == user) return {deputy.office, user, true};
    }
    return {offices.empty() ? CaseActor::support : offices.front(), user, false};
}
static_assert(static_cast<int>(CaseActor::data_protection_officer) ==
              static_cast<int>(policy::StaffRole::data_protection_officer));

std::vector<std::string> names_of(const std::vector<Evidence>& evidence) {
    std::vector<std::string> names;
    for (const Evidence each : evidence) names.emplace_back(name(each));
    return names;
}

// The row by which the Gate is asked: of the state that the case is in, if it were known, or any of the step.
const Transition& row_of(CaseStep step) {
    const auto rows = transitions();
    const auto found = std::find_if(rows.begin(), rows.end(), [&](const Transition& row) { return row.step == step; });
    if (found == rows.end()) throw std::logic_error("a step without a row");
    return *found;
}

}  // namespace

Casework::State::State(const CaseworkParts& given, RequestRules request_rules, LetterTemplates templates,
                       HouseIdentity identity)
    : parts(given),
      rules(std::move(request_rules)),
      letters(std::move(templates)),
      house(std::move(identity)),
      notices(admit(given, policy::Job::notices)),
      preservation(admit(given, policy::Job::preservation)),
      deliverer(admit_deliverer(given)) {
    remove_bags();  // the site is locked: nobody makes one
}

Casework::Casework(const CaseworkParts& parts, RequestRules rules, LetterTemplates letters, HouseIdentity house)
    : state_(std::make_unique<State>(parts, std::move(rules), std::move(letters), std::move(house))) {}

Casework::~Casework() = default;

bool Casework::State::is_recused(std::uint64_t number, std::uint32_t user) const {
    const auto facts = parts.site.register_().legal_case(number);
    return !facts || std::find(facts->recused.begin(), facts->recused.end(), user) != facts->recused.end();
}

std::uint64_t Casework::State::number_of(const CaseWorker& by, std::string_view reference) const {
    const auto number = parts.files.find(reference);
    if (!number) throw records::NotFound(kNoSuchCase);
    if (!is_recused(*number, by.user)) return *number;
    // Refused and recorded as anything is; whoever asks learns no more than of a number that no case has.
    try {
        by.leave(Action::read_case, Resource::numbered(ResourceType::legal_case, *number), Purpose::legal_request, {});
    } catch (const std::exception&) {
        throw records::NotFound(kNoSuchCase);
    }
    throw records::NotFound(kNoSuchCase);
}

CaseFile Casework::State::read(const CaseWorker& by, std::uint64_t number) const {
    return parts.files.read(
        by.leave(Action::read_case, Resource::numbered(ResourceType::legal_case, number), Purpose::legal_request, {}));
}

CaseSight Casework::State::sight_of(CaseFile file) const {
    CaseSight sight;
    const auto facts = parts.site.register_().legal_case(file.number);
    sight.view = casework::view_of(file, facts ? facts->recused : std::vector<std::uint32_t>());
    sight.clocks = running(sight.view, now());
    for (std::size_t index = 0; index < kCaseStepCount; ++index) {
        const auto step = static_cast<CaseStep>(index);
        const Transition* const row = transition(sight.view.state, step);
        if (row != nullptr && row->actors != 1U << static_cast<unsigned>(CaseActor::clock)) sight.open.push_back(step);
    }
    sight.file = std::move(file);
    return sight;
}

CaseEntry Casework::State::decide(const CaseFile& file, const Caller& caller, const CaseAct& act,
                                  const casework::Prepared& given, std::optional<CaseActor> as, std::uint32_t user,
                                  CaseOutcome& outcome) const {
    outcome = {};
    casework::Prepared prepared = given;
    CaseView view = casework::view_of(file, caller.recused);
    const StepTaker taker = as ? StepTaker{*as, user, false} : taker_of(view, caller, act.step, act.office, user);
    CaseEntry entry;
    entry.step.step = name(act.step);
    entry.step.office = name(taker.actor);
    entry.step.from = entry.step.into = file.state;
    entry.step.reason = act.reason;
    entry.step.evidence = names_of(act.evidence);

    const auto refuse = [&](std::string why, std::string_view letter) {
        entry.step.taken = false;
        entry.step.outcome = why;
        outcome.refusal = std::move(why);
        casework::add_letter(letter_office(), std::string(letter), view, file, outcome.missing, act, caller.now, entry,
                             outcome);
        return std::move(entry);
    };
    try {
        if (act.step == CaseStep::classify) {
            prepared.proposal = classify(rules, casework::intake_of(file, view));
        }
        if (act.step == CaseStep::scope) prepared.accounts = casework::ordered_accounts(file).value_or(prepared.accounts);
        // Who may not take it, or not now, is told so before anything is looked at that they bring.
        const StepAnswer unasked = may(view, act.step, taker, caller.now);
        if (const auto* const refused = std::get_if<StepRefused>(&unasked);
            refused && refused->reason != StepRefused::Reason::lacking) {
            return refuse(sentence(*refused, act.step, view), refused->letter);
        }
        CaseView brought = casework::with_brought(view, act, prepared, file, caller);
        const StepAnswer answer = may(brought, act.step, taker, caller.now);
        if (const auto* const refused = std::get_if<StepRefused>(&answer)) {
            outcome.missing = refused->missing;
            std::string why = sentence(*refused, act.step, brought);
            if (act.step == CaseStep::validate) why += casework::about_signature(brought);
            view = std::move(brought);
            return refuse(why, refused->letter);
        }
        casework::require_signature(act, brought, file, taker, caller);
        casework::require_on_record(prepared.signers, caller);
        casework::require_asked_letter(brought, file, act, prepared, caller.now);
        if (act.step == CaseStep::appoint) {
            auto kept = casework::appointments_of(file);
            kept.push_back(casework::require_appointment(act, file, taker, caller));
            prepared.appointed_until = kept.back().until;
            entry.fields["appointments"] = casework::to_text(kept);
            for (const std::string& text : act.appointments) {
                prepared.papers.push_back({"appointment", std::string(name(act.seat)) + ".txt", text});
            }
        }
        view = std::move(brought);
        const StepAllowed& allowed = std::get<StepAllowed>(answer);
        if (act.step == CaseStep::deliver) view.found_nothing = prepared.extracted_items == 0;
        const std::string letter = act.letter.empty() ? answer_of(*allowed.row, view) : act.letter;
        const bool is_notice = act.step == CaseStep::notify || act.step == CaseStep::notify_before;
        casework::make(view, entry, allowed, act, prepared, taker, caller);
        for (const records::NewPaper& each : act.papers) entry.papers.push_back(each);
        for (const records::NewPaper& each : prepared.papers) entry.papers.push_back(each);
        if (prepared.bag) entry.papers.push_back(*prepared.bag);
        if (!act.signature.empty()) {
            entry.papers.push_back({std::string(casework::signature_kind(act.step)),
                                    std::string(name(taker.actor)) + ".txt", act.signature});
        }
        if (is_notice) {
            casework::add_notices(letter_office(), letter, view, file, act, caller.now, entry, outcome);
        } else {
            casework::add_letter(letter_office(), letter, view, file, {}, act, caller.now, entry, outcome);
        }
        const bool calls_back = act.step == CaseStep::quash && view.state == CaseState::recalled;
        if (calls_back || !act.letter.empty()) casework::require_written(outcome, letter);
        entry.fields.merge(casework::fields_of(view));
        if (prepared.proposal) {
            entry.fields["proposed-road"] = prepared.proposal->road;
            entry.fields["proposed-basis"] = policy::name(prepared.proposal->basis);
            entry.fields["proposed-answer"] = name(prepared.proposal->answer);
            entry.fields["proposed-missing"] = casework::joined(prepared.proposal->missing);
            entry.fields["rules-of-requests"] = rules.hash();
        }
        const auto is_left = [&](const char* duty) { return entry.fields.count(duty) != 0 || file.fields.count(duty) != 0; };
        const bool duty = is_left("to-mail") || is_left("to-hold");
        entry.clocks = casework::clocks_of(view, duty, caller.now);
        entry.closes = view.state == CaseState::closed && entry.clocks->empty();
        entry.step.into = name(view.state);
        outcome.taken = true;
        return entry;
    } catch (const records::Unacceptable& fault) {
        entry.papers.clear();
        entry.fields.clear();
        entry.changes.clear();
        entry.clocks.reset();
        outcome.letter.reset();
        entry.step.into = file.state;
        return refuse(fault.what(), {});
    }
}

namespace {

// Of what the order wants; of subscriber data, which have no date, the day of the order.
std::optional<records::Moments> moments_of(const CourtOrder& order) {
    if (order.window) return records::Moments{order.window->from, order.window->until - 1};
    if (!order.date) return {};
    const std::int64_t day = order.date->time_since_epoch().count() * kDay;
    return records::Moments{day, day + kDay - 1};
}

}  // namespace

casework::Prepared Casework::State::prepare(const CaseWorker& by, std::uint64_t number, const CaseAct& act) const {
    casework::Prepared prepared;
    if (casework::brings_order_signature(act)) prepared.order_signature = examine_signature(by, number, act);
    if (casework::tells_of_extraction(act)) prepared.extracted_items = extracted_items(by, number);
    if (act.step != CaseStep::enter_order || !act.order) return prepared;
    std::optional<policy::Grant> grant;
    try {
        grant.emplace(by.leave(Action::decide_case, Resource::numbered(ResourceType::legal_case, number),
                               Purpose::legal_request, {}));
    } catch (const std::exception&) {
        return prepared;  // the step is refused for the same reason, and says so
    }
    const auto named = parts.disclosure.named(std::move(*grant), act.order->accounts, moments_of(*act.order));
    for (std::size_t at = 0; at < named.size(); ++at) {
        for (const policy::AccountId account : named[at]) {
            prepared.accounts.push_back({act.order->accounts[at], account});
        }
    }
    return prepared;
}

std::vector<casework::NamedAccount> Casework::State::accounts_of(const CaseFile& file) const {
    if (auto kept = casework::ordered_accounts(file)) return std::move(*kept);
    std::vector<casework::NamedAccount> accounts;
    for (const std::string& address : casework::view_of(file, {}).accounts) {
        if (const auto account = parts.accounts.resolve(address)) accounts.push_back({address, *account});
    }
    return accounts;
}

// Of an extraction or a hand-over the Gate asks how far it goes: each part of it is asked for where it is made; the step is for
// the first.
std::optional<policy::Extent> Casework::State::extent_for(Action action, const CaseWorker& by, std::uint64_t number) const {
    if (action != Action::extract && action != Action::disclose) return {};
    const auto extents = extents_of(read(by, number));
    if (extents.empty()) return {};
    return extents.front();
}

std::vector<policy::Extent> Casework::State::extents_of(const CaseFile& file) const {
    const CaseView view = casework::view_of(file, {});
    std::vector<policy::Extent> extents;
    const auto accounts = accounts_of(file);
    for (const OrderExtent& each : view.extents) {
        for (const casework::NamedAccount& named : accounts) {
            if (named.address != each.account) continue;
            policy::Extent extent{named.account, each.data_class, {}, {}};
            if (each.window) {
                extent.window_from = each.window->from;
                extent.window_until = each.window->until - 1;
            }
            extent.sealed_to_court = view.order && view.order->privilege == Privilege::flagged;
            extents.push_back(extent);
        }
    }
    return extents;
}

CaseOutcome Casework::State::take(const CaseWorker& by, std::uint64_t number, const CaseAct& act,
                                  casework::Prepared prepared) {
    const Transition& row = row_of(act.step);
    std::optional<policy::Grant> grant;
    try {
        grant.emplace(by.leave(row.action, Resource::numbered(ResourceType::legal_case, number), row.purpose,
                               extent_for(row.action, by, number)));
    } catch (const std::exception& refusal) {
        // Recorded by the Gate. Whoever may read the case is told what the table says as well.
        CaseOutcome outcome;
        outcome.refusal = refusal.what();
        outcome.file = read(by, number);
        const CaseSight sight = sight_of(outcome.file);
        const Caller caller{{}, sight.view.recused, now()};
        const auto facts = parts.site.register_().staff(by.user);
        Caller known = caller;
        if (facts) known.member = records::StaffMember{by.user, *facts, {}, {}};
        const StepTaker taker = taker_of(sight.view, known, act.step, act.office, by.user);
        const StepAnswer answer = may(sight.view, act.step, taker, known.now);
        if (const auto* const refused = std::get_if<StepRefused>(&answer)) {
            outcome.missing = refused->missing;
            outcome.refusal = sentence(*refused, act.step, sight.view) + " (" + outcome.refusal + ')';
        }
        return outcome;
    }
    CaseOutcome outcome;
    CaseFile file = parts.files.take(std::move(*grant), [&](const CaseFile& before, const Caller& caller) {
        return decide(before, caller, act, prepared, {}, by.user, outcome);
    });
    outcome.file = std::move(file);
    return outcome;
}

CaseOutcome Casework::take(const CaseWorker& by, std::string_view reference, CaseAct act) {
    const std::uint64_t number = state_->number_of(by, reference);
    CaseOutcome outcome = state_->take(by, number, act, state_->prepare(by, number, act));
    // The step stands, whatever of its duties is left to the clock.
    if (outcome.taken) state_->try_duties(number);
    return outcome;
}

}  // namespace postvern::compliance
