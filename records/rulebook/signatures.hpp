// Who signed a statement on a rulebook, and whether they may. Pure functions.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "records/ledger/signed_note.hpp"
#include "records/personnel.hpp"
#include "records/rulebooks.hpp"

namespace postvern::records {

// The two different people among `staff` who signed `note`, in the order of kSigningOffices: each
// in that role and with all that binds them in force at `moment` (Unix seconds). Signatures of keys
// that nobody has are passed over (C2SP signed-note). Throws Unacceptable, which says whose
// signature is missing or why one does not count.
std::vector<RulebookSigner> require_signatures(const ledger::SignedNote& note,
                                               std::span<const StaffMember> staff,
                                               std::int64_t moment);

// Why the signatures and the statement of `rulebook`, installed at `site` over `before`, are not
// what they were when it was installed; absent: they are.
std::optional<std::string> fault_of(const KeptRulebook& rulebook, const KeptRulebook* before,
                                    std::string_view site);

}  // namespace postvern::records
