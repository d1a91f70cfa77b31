// Documents that people sign with the keys that stand on record for them (docs/formats/disclosure-documents.md). Private to
// compliance.
#pragma once

#include <string>

#include "compliance/casework.hpp"
#include "compliance/casework/steps.hpp"

namespace postvern::compliance::casework {

// Returns when `act` brings the document that its step takes, signed by the caller's own key, over this case's order or
// request; does nothing for steps that take none. Throws records::Unacceptable that says what is wrong.
void require_signature(const CaseAct& act, const CaseView& view, const records::CaseFile& file,
                       const StepTaker& taker, const records::Caller& caller);

// A substitute's appointment as it is kept with the case, a line each in the field "appointments".
struct KeptAppointment {
    CaseActor seat{};
    std::string key{};       // the substitute's, 64 hexadecimal digits
    std::int64_t until = 0;  // Unix seconds, exclusive
};
std::vector<KeptAppointment> appointments_of(const records::CaseFile& file);
std::string to_text(const std::vector<KeptAppointment>& appointments);

// Returns what both documents of `act` say, as the devices will want it: the caller's own, in the other seat, and a legal officer's,
// who is not kept out of the case; for the key on record of the person who stands in. Throws records::Unacceptable.
KeptAppointment require_appointment(const CaseAct& act, const records::CaseFile& file, const StepTaker& taker,
                                    const records::Caller& caller);

// Throws records::Unacceptable unless each key stands on record now, for the office that it has to be of: they were checked when
// each document came, and whoever has lost key or office since has signed nothing that still counts.
void require_on_record(const std::vector<SignerNeeded>& needed, const records::Caller& caller);

// The kind of paper that the document is kept as; empty: the step takes none.
std::string_view signature_kind(CaseStep step) noexcept;

}  // namespace postvern::compliance::casework
