// Checks the rows beside the tree and the entries: the directory of record keys, the counters of
// streams, the tallies and the daily heads. Each is opened and compared with what follows from its key's name. Part
// of Ledger::verify; reads only.
#pragma once

#include "records/ledger/keys.hpp"
#include "records/ledger/site_keys.hpp"
#include "records/sql/connection.hpp"

namespace postvern::records::ledger {

// Throws StorageError at the first fault, by position: "record key 3: ...", "tally of day 20526:
// ...". A key that was destroyed while its rows are still there is no fault: a purge or an erasure
// that stopped in between leaves that.
void examine_directory(sql::Connection& connection, const SiteKeys& site, const LedgerKeys& keys);

}  // namespace postvern::records::ledger
