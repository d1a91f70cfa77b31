// Checking of what a running site keeps, with the keys of the site. Thread-safe and *blocking*.
#pragma once

#include "policy/gate.hpp"
#include "records/ledger.hpp"
#include "records/site.hpp"

namespace postvern::records {

// Ledger::verify() of the site's own access record, each private record and dummy included, also with the private
// `key` of an officer. Reads only. `earlier`: a checkpoint that whoever asks trusts, a signed note; empty: none.
// Throws policy::Denied, and Unacceptable for a checkpoint that the site did not sign. [verify_record on the
// ledger]
LedgerExamination examine_ledger(Site& site, const policy::Gate& gate, policy::Grant&& grant,
                                 std::string_view earlier = {}, const ReadingKey* key = nullptr);

}  // namespace postvern::records
