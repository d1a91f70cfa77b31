#include "compliance/casework/signatures.hpp"

#include <algorithm>
#include <charconv>

#include "compliance/casework/view.hpp"
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

void require_sound(const disclosure::Signed& document, const records::Caller& caller) {
    require_key(document, caller);
    if (!disclosure::is_signed(document)) {
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

// Of a substitute, for the key that signs here.
void require_appointed(const disclosure::Approval& document, const records::CaseFile& file, const StepTaker& taker,
                       const records::Caller& caller) {
    if (!taker.as_deputy) return;
    const auto kept = appointments_of(file);
    const bool is_appointed = std::any_of(kept.begin(), kept.end(), [&](const KeptAppointment& each) {
        return each.seat == taker.actor && each.key == records::hexadecimal(document.key.octets) && caller.now < each.until;
    });
    if (!is_appointed) {
        throw Unacceptable("no appointment that is in force is for your key: `case appoint` brings it, signed by the "
                           "officer in the other seat and by a validator");
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
    require_appointed(document, file, taker, caller);
}

void check_attestation(const CaseAct& act, const records::CaseFile& file, const records::Caller& caller) {
    const auto document = disclosure::parse_attestation(act.signature);
    require_case(document.case_reference, file);
    require_sound(document, caller);
    require_request(document.request, file);
}

void check_revocation(const CaseAct& act, const records::CaseFile& file, const records::Caller& caller) {
    const auto document = disclosure::parse_withdrawal(act.signature);
    require_case(document.case_reference, file);
    require_sound(document, caller);
    require_request(document.request, file);
}

disclosure::Seat seat_of(CaseActor office) {
    if (office == CaseActor::managing_director) return disclosure::Seat::managing_director;
    if (office == CaseActor::second_officer) return disclosure::Seat::second_officer;
    throw Unacceptable("a substitute sits in the seat of the managing director or of the second officer");
}

bool has_role(const records::StaffMember& member, policy::StaffRole role) {
    const auto& roles = member.facts.roles;
    return std::find(roles.begin(), roles.end(), role) != roles.end();
}

const records::StaffMember& stand_in(const CaseAct& act, const records::Caller& caller) {
    const auto found = std::find_if(caller.signers.begin(), caller.signers.end(),
                                    [&](const records::StaffMember& each) { return each.user == act.person; });
    if (found == caller.signers.end()) throw Unacceptable("who stands in has no key on record to approve with");
    if (has_role(*found, policy::StaffRole::data_protection_officer)) {
        throw Unacceptable("the data protection officer never approves a disclosure");
    }
    return *found;
}

void require_words(const disclosure::Appointment& document, const CaseAct& act, const records::CaseFile& file,
                   const records::StaffMember& substitute, const records::Caller& caller) {
    if (!disclosure::is_signed(document)) {
        throw Unacceptable("the signature of an appointment does not verify: something in it was changed");
    }
    require_case(document.case_reference, file);
    if (document.seat != seat_of(act.seat)) throw Unacceptable("an appointment is for the other seat than " + std::string(name(act.seat)));
    if (document.substitute.octets != substitute.key->octets) {
        throw Unacceptable("an appointment is of another key than that on record of who stands in");
    }
    if (document.key.octets == substitute.key->octets) throw Unacceptable("nobody appoints themselves");
    if (document.until <= caller.now) throw Unacceptable("an appointment has ended");
}

// A legal officer, on record with that key, and not kept out.
bool is_validators(const disclosure::Appointment& document, const records::Caller& caller) {
    return std::any_of(caller.signers.begin(), caller.signers.end(), [&](const records::StaffMember& each) {
        return each.key->octets == document.key.octets && has_role(each, policy::StaffRole::legal_officer) &&
               std::find(caller.recused.begin(), caller.recused.end(), each.user) == caller.recused.end();
    });
}

}  // namespace

KeptAppointment require_appointment(const CaseAct& act, const records::CaseFile& file, const StepTaker& taker,
                                    const records::Caller& caller) {
    if (act.appointments.size() != 2) {
        throw Unacceptable("two signed appointments are missing, of the officer in the other seat and of a validator: "
                           "`postvern-officer appoint` makes them, --signature FILE brings each");
    }
    if (taker.actor == act.seat) throw Unacceptable("who stands in for a seat is appointed by the officer in the other one");
    const records::StaffMember& substitute = stand_in(act, caller);
    bool by_officer = false;
    bool by_validator = false;
    KeptAppointment kept{act.seat, records::hexadecimal(substitute.key->octets), 0};
    try {
        for (const std::string& text : act.appointments) {
            const auto document = disclosure::parse_appointment(text);
            require_words(document, act, file, substitute, caller);
            const bool is_own = caller.member && caller.member->key && caller.member->key->octets == document.key.octets;
            (is_own ? by_officer : by_validator) = is_own || is_validators(document, caller);
            kept.until = kept.until == 0 ? document.until : std::min(kept.until, document.until);
        }
    } catch (const disclosure::SyntaxError& fault) {
        throw Unacceptable(std::string("an appointment: ") + fault.what());
    }
    if (!by_officer) throw Unacceptable("neither appointment is signed with your own key on record");
    if (!by_validator) throw Unacceptable("neither appointment is signed with the key on record of another legal officer");
    return kept;
}

void require_on_record(const std::vector<SignerNeeded>& needed, const records::Caller& caller) {
    for (const SignerNeeded& each : needed) {
        const bool is_there = std::any_of(caller.signers.begin(), caller.signers.end(), [&](const records::StaffMember& signer) {
            return signer.key->octets == each.key && (!each.role || has_role(signer, *each.role));
        });
        if (is_there) continue;
        throw Unacceptable("the key " + records::hexadecimal(each.key) + " is not on record any more" +
                           (each.role ? " as that of a " + std::string(policy::name(*each.role)) : std::string()) +
                           ": what it signed for this case does not count");
    }
}

std::vector<KeptAppointment> appointments_of(const records::CaseFile& file) {
    std::vector<KeptAppointment> all;
    const auto field = file.fields.find("appointments");
    if (field == file.fields.end()) return all;
    for (const std::string& line : lines_of(field->second)) {
        const std::size_t first = line.find(' ');
        const std::size_t second = line.find(' ', first + 1);
        const auto seat = case_actor_named(line.substr(0, first));
        std::int64_t until = 0;
        const char* const end = line.data() + line.size();
        const bool is_dated = second != std::string::npos &&
                              std::from_chars(line.data() + second + 1, end, until) == std::from_chars_result{end, std::errc()};
        if (!seat || first == std::string::npos || !is_dated) {
            throw records::StorageError("content.db: the field appointments of a case cannot be read");
        }
        all.push_back({*seat, line.substr(first + 1, second - first - 1), until});
    }
    return all;
}

std::string to_text(const std::vector<KeptAppointment>& appointments) {
    std::vector<std::string> lines;
    for (const KeptAppointment& each : appointments) {
        lines.push_back(std::string(name(each.seat)) + ' ' + each.key + ' ' + std::to_string(each.until));
    }
    return joined(lines);
}

std::string_view signature_kind(CaseStep step) noexcept {
    switch (step) {
        case CaseStep::validate: return "validation";
        case CaseStep::approve: return "approval";
        case CaseStep::attest: return "attestation";
        case CaseStep::revoke_request: return "revocation";
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
        if (act.step == CaseStep::revoke_request) check_revocation(act, file, caller);
    } catch (const disclosure::SyntaxError& fault) {
        throw Unacceptable(std::string("the signed document: ") + fault.what());
    }
}

}  // namespace postvern::compliance::casework
