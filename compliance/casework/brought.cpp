// What a step brings into a case.
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

// Papers that are evidence by being there.
struct PaperEvidence {
    std::string_view kind;
    Evidence evidence;
};
constexpr PaperEvidence kPaperEvidence[] = {
    {"enclosure", Evidence::enclosure},          {"order", Evidence::order_document},
    {"binding-paper", Evidence::binding_paper},  {"director-decision", Evidence::director_decision},
    {"counsel-opinion", Evidence::counsel_opinion}, {"secrecy-paper", Evidence::secrecy_paper},
    {"silence-paper", Evidence::silence_paper},  {"waiver", Evidence::waiver},
    {"receipt", Evidence::receipt},              {"contest-paper", Evidence::contest_paper},
    {"ruling", Evidence::ruling},                {"withdrawal", Evidence::withdrawal},
    {"release-paper", Evidence::release_paper},
};

// What nobody can claim: it is made by the step itself.
bool is_claimable(Evidence evidence) {
    if (follows_from_case(evidence)) return false;
    constexpr Evidence kMade[] = {Evidence::request_hash, Evidence::partials, Evidence::bag,    Evidence::notice,
                                  Evidence::reason,       Evidence::deviation_reason, Evidence::substitute,
                                  Evidence::person};
    const bool is_made = std::find(std::begin(kMade), std::end(kMade), evidence) != std::end(kMade);
    const bool is_paper = std::any_of(std::begin(kPaperEvidence), std::end(kPaperEvidence),
                                      [&](const PaperEvidence& each) { return each.evidence == evidence; });
    return !is_made && !is_paper;
}

// What is of one step alone and is asked for anew at the next.
void forget_passing(EvidenceSet& evidence) {
    constexpr Evidence kPassing[] = {Evidence::reason,      Evidence::notice,      Evidence::enclosure,
                                     Evidence::substitute,  Evidence::person,      Evidence::court_told,
                                     Evidence::counsel_told, Evidence::binding_paper, Evidence::silence_paper,
                                     Evidence::release_paper, Evidence::receipt};
    EvidenceSet kept;
    for (std::size_t index = 0; index < kEvidenceCount; ++index) {
        const auto each = static_cast<Evidence>(index);
        const bool passes = std::find(std::begin(kPassing), std::end(kPassing), each) != std::end(kPassing);
        if (evidence.has(each) && !passes) kept.add(each);
    }
    evidence = kept;
}

// One document is the order, and it comes with its fields: which one was signed or validated is never in doubt.
void require_one_order(const CaseAct& act) {
    const auto of_kind = [&](std::string_view kind) {
        return std::count_if(act.papers.begin(), act.papers.end(),
                             [&](const records::NewPaper& paper) { return paper.kind == kind; });
    };
    if (act.step != CaseStep::enter_order && of_kind("order") != 0) {
        throw Unacceptable("the document of an order comes with its fields, when the order is entered");
    }
    if (of_kind("order") > 1) throw Unacceptable("one document is the order: --document FILE, once");
    if (of_kind(kOrderSignature) > 1) throw Unacceptable("one signature of the order is examined: --order-signature FILE, once");
}

void bring_evidence(CaseView& view, const CaseAct& act) {
    require_one_order(act);
    forget_passing(view.evidence);
    for (const Evidence each : act.evidence) {
        if (!is_claimable(each)) {
            throw Unacceptable(std::string(name(each)) + " is not claimed: bring the paper, or take the step that makes it");
        }
        view.evidence.add(each);
    }
    for (const records::NewPaper& paper : act.papers) {
        for (const PaperEvidence& each : kPaperEvidence) {
            if (each.kind == paper.kind) view.evidence.add(each.evidence);
        }
    }
    if (!act.reason.empty()) view.evidence.add(Evidence::reason);
}

void bring_classification(CaseView& view, const CaseAct& act, const Prepared& prepared) {
    if (!prepared.proposal) throw std::logic_error("a classification without a proposal");
    view.basis = act.basis.value_or(prepared.proposal->basis);
    view.route = act.route ? act.route : prepared.proposal->route;
    if (!act.references.empty()) view.references = act.references;
    const bool is_proposed = view.basis == prepared.proposal->basis && prepared.proposal->answer == Answer::rejected;
    view.rejection_letter = is_proposed ? prepared.proposal->letter : std::string();
    view.deviates = view.basis != prepared.proposal->basis || (act.route && act.route != prepared.proposal->route);
    if (!act.reason.empty()) view.evidence.add(Evidence::deviation_reason);
}

void bring_order(CaseView& view, const CaseAct& act, const Prepared& prepared, const CaseFile& file) {
    if (!act.order) throw Unacceptable("the fields of the order are missing: --order FILE");
    if (records::hexadecimal(act.order->legal_case) != file.reference) {
        throw Unacceptable("the order's fields are of another case: this one is " + file.reference);
    }
    const bool is_enclosed = std::any_of(act.papers.begin(), act.papers.end(), [&](const records::NewPaper& paper) {
        return paper.kind == "order" && records::sha256(paper.octets) == act.order->instrument;
    });
    if (!is_enclosed) throw Unacceptable("instrument-sha256 is not of the order that comes with its fields: --document FILE");
    view.order = act.order;
    view.basis = policy::Basis::court_order;
    if (act.route) view.route = act.route;
    if (!view.route) view.route = policy::Route::domestic;
    if (!act.references.empty()) view.references = act.references;
    view.accounts = act.order->accounts;
    view.validators.clear();
    view.order_signature = prepared.order_signature;
    view.extents.clear();
    for (const std::string& account : act.order->accounts) {
        for (const policy::DisclosureClass each : act.order->classes) {
            const bool is_dated = each != policy::DisclosureClass::subscriber;
            view.extents.push_back({account, each, is_dated ? act.order->window : std::nullopt});
        }
    }
}

// That came after the order: whoever validated it did so without.
void bring_order_signature(CaseView& view, const CaseAct& act, const Prepared& prepared) {
    if (!brings_order_signature(act)) return;
    if (!prepared.order_signature) throw Unacceptable("a signature of an order comes with the order, or after it");
    view.order_signature = prepared.order_signature;
    view.evidence.add(Evidence::enclosure);
}

// Complaints come when a case is over: they are answered, and nothing else is added.
void require_answer_if_closed(const CaseView& view, const CaseAct& act) {
    if (view.state != CaseState::closed) return;
    const bool is_all_enclosed = std::all_of(act.papers.begin(), act.papers.end(),
                                             [](const records::NewPaper& paper) { return paper.kind == "enclosure"; });
    if (act.letter.empty() || !is_all_enclosed) {
        throw Unacceptable("a closed case takes an answer to somebody, with what is answered, and nothing else: case letter");
    }
}

void bring_silence(CaseView& view, const CaseAct& act, const Caller& caller) {
    if (act.silence == policy::Silence::none) return;
    view.silence = act.silence;
    view.silent_from = caller.now;
    view.silent_until = act.until;
}

void bring_term(CaseView& view, const CaseAct& act, const Caller& caller) {
    if (act.until) view.preserved = Span{caller.now, *act.until};
}

// Whether an address is an account here is told once two found the order valid, and not to whoever enters one.
void require_accounts(const CaseView& view, const CaseFile& file) {
    const auto accounts = ordered_accounts(file);
    if (!accounts) return;
    for (const OrderExtent& extent : view.extents) {
        const bool is_here = std::any_of(accounts->begin(), accounts->end(),
                                         [&](const NamedAccount& each) { return each.address == extent.account; });
        if (is_here) continue;
        throw Unacceptable("the order names " + extent.account + ", which is no account here, or one by another than its "
                           "primary address: --account ADDRESS takes the others");
    }
}

void narrow(CaseView& view, const CaseAct& act, const CaseFile& file) {
    if (act.narrower.empty()) return;
    if (!view.order || !ordered_accounts(file)) throw Unacceptable("there is no order whose scope could be narrower");
    Narrowed less = narrowed(view.extents, act.narrower);
    if (!less.wider.empty()) {
        throw Unacceptable("the scope is wider than what the order allows and was taken of it: " + less.wider);
    }
    view.extents = std::move(less.extents);
}

void bring_scope(CaseView& view, const CaseAct& act, const CaseFile& file) {
    narrow(view, act, file);
    require_accounts(view, file);
}

void bring_substitute(CaseView& view, const CaseAct& act) {
    if (!act.person) return;
    view.deputies.push_back({act.seat, *act.person, {}});
    view.evidence.add(Evidence::substitute);
}

}  // namespace

bool brings_order_signature(const CaseAct& act) {
    return std::any_of(act.papers.begin(), act.papers.end(),
                       [](const records::NewPaper& paper) { return paper.kind == kOrderSignature; });
}

CaseView with_brought(CaseView view, const CaseAct& act, const Prepared& prepared, const CaseFile& file,
                      const Caller& caller) {
    bring_evidence(view, act);
    switch (act.step) {
        case CaseStep::classify: bring_classification(view, act, prepared); break;
        case CaseStep::enter_order: bring_order(view, act, prepared, file); break;
        // Whom nobody could find out is turned away at the door.
        case CaseStep::reject:
            if (view.state == CaseState::received && act.basis) view.basis = act.basis;
            break;
        case CaseStep::attach:
            require_answer_if_closed(view, act);
            if (!act.letter.empty()) view.evidence.add(Evidence::enclosure);  // written with the step
            bring_order_signature(view, act, prepared);
            break;
        case CaseStep::hold_for_counsel:
            if (view.state == CaseState::order_received) view.basis = policy::Basis::order_without_suspicion;
            view.held_until = act.until;
            break;
        case CaseStep::preserve:
        case CaseStep::renew: bring_term(view, act, caller); break;
        case CaseStep::defer_notice:
        case CaseStep::keep_silence: bring_silence(view, act, caller); break;
        case CaseStep::waive_notice:
            if (view.evidence.has(Evidence::waiver)) view.waived = true;
            break;
        case CaseStep::notify_before:
        case CaseStep::notify: view.evidence.add(Evidence::notice); break;  // made with the step
        case CaseStep::request:
            if (prepared.requested) view.evidence.add(Evidence::request_hash);
            break;
        case CaseStep::extract:
            if (prepared.bag) {
                view.evidence.add(Evidence::partials);
                view.evidence.add(Evidence::bag);
            }
            break;
        case CaseStep::scope: bring_scope(view, act, file); break;
        case CaseStep::appoint: bring_substitute(view, act); break;
        case CaseStep::recuse:
            if (act.person) view.evidence.add(Evidence::person);
            break;
        default: break;
    }
    return view;
}

}  // namespace postvern::compliance::casework
