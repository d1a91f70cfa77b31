#include "compliance/casework/signatures.hpp"

#include "compliance/disclosure/refused.hpp"
#include "compliance/disclosure/statements.hpp"

namespace postvern::compliance::casework {

namespace {

using records::Unacceptable;

void require_key(const disclosure::Signed& document, const records::Caller& caller) {
    if (!caller.member || !caller.member->key) {
        throw Unacceptable("you have no key on record to sign with: the managing director enters it with `postvern staff "
                           "put USER --key FILE`");
    }
    if (document.key.octets != caller.member->key->octets) {
        throw Unacceptable("the document is signed with another key than yours on record, " +
                           records::fingerprint(*caller.member->key));
    }
}

// By that key, over all before the last line.
void require_sound(const disclosure::Signed& document, const records::Caller& caller) {
    require_key(document, caller);
    const auto last = document.text.rfind("signature: ");
    if (last == std::string::npos ||
        !disclosure::verifies(document.key, std::string_view(document.text).substr(0, last), document.signature)) {
        throw Unacceptable("the signature of the document does not verify: something in it was changed");
    }
}

void require_case(const disclosure::CaseReference& reference, const records::CaseFile& file) {
    if (records::hexadecimal(reference) != file.reference) {
        throw Unacceptable("the document is of another case than " + file.reference);
    }
}

void require_request(const disclosure::Hash& hash, const records::CaseFile& file) {
    const auto field = file.fields.find("request-hash");
    if (field == file.fields.end() || records::hexadecimal(hash) != field->second) {
        throw Unacceptable("the document is not about the request for extraction that stands; `postvern case request --out` "
                           "writes it");
    }
}

void check_order(const CaseAct& act, const CaseView& view, const records::CaseFile& file,
                 const records::Caller& caller) {
    const auto document = disclosure::parse_order_signature(act.signature);
    require_case(document.case_reference, file);
    require_sound(document, caller);
    if (!view.order || document.order != records::sha256(to_text(*view.order))) {
        throw Unacceptable("the document is about another text of the order than the one on file; `postvern case order "
                           "--text` writes that");
    }
}

void check_approval(const CaseAct& act, const records::CaseFile& file, const StepTaker& taker,
                    const records::Caller& caller) {
    const auto document = disclosure::parse_approval(act.signature);
    require_case(document.case_reference, file);
    require_sound(document, caller);
    require_request(document.request, file);
    const auto seat = taker.actor == CaseActor::second_officer ? disclosure::Seat::second_officer
                                                               : disclosure::Seat::managing_director;
    if (document.seat != seat) {
        throw Unacceptable("the approval is of the other seat than " + std::string(name(taker.actor)));
    }
}

void check_attestation(const CaseAct& act, const records::CaseFile& file, const records::Caller& caller) {
    const auto document = disclosure::parse_attestation(act.signature);
    require_case(document.case_reference, file);
    require_sound(document, caller);
    require_request(document.request, file);
}

}  // namespace

std::string_view signature_kind(CaseStep step) noexcept {
    switch (step) {
        case CaseStep::validate: return "validation";
        case CaseStep::approve: return "approval";
        case CaseStep::attest: return "attestation";
        default: return {};
    }
}

void require_signature(const CaseAct& act, const CaseView& view, const records::CaseFile& file,
                       const StepTaker& taker, const records::Caller& caller) {
    if (signature_kind(act.step).empty()) return;
    if (act.signature.empty()) {
        throw Unacceptable("a signed document is missing: `postvern-officer` makes it, --signature FILE brings it");
    }
    try {
        if (act.step == CaseStep::validate) check_order(act, view, file, caller);
        if (act.step == CaseStep::approve) check_approval(act, file, taker, caller);
        if (act.step == CaseStep::attest) check_attestation(act, file, caller);
    } catch (const disclosure::SyntaxError& fault) {
        throw Unacceptable(std::string("the signed document: ") + fault.what());
    }
}

}  // namespace postvern::compliance::casework
