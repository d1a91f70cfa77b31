// Documents that people sign with the keys that stand on record for them (docs/formats/disclosure-documents.md). Private to
// compliance.
#pragma once

#include <string>

#include "compliance/casework.hpp"

namespace postvern::compliance::casework {

// Returns when `act` brings the document that its step takes, signed by the caller's own key, over this case's order or
// request; does nothing for steps that take none. Throws records::Unacceptable that says what is wrong.
void require_signature(const CaseAct& act, const CaseView& view, const records::CaseFile& file,
                       const StepTaker& taker, const records::Caller& caller);

// The kind of paper that the document is kept as; empty: the step takes none.
std::string_view signature_kind(CaseStep step) noexcept;

}  // namespace postvern::compliance::casework
