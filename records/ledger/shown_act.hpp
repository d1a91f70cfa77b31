// A private record as a view shows it, and whether a filter asks for it. Pure functions.
#pragma once

#include "records/ledger.hpp"
#include "records/ledger/site_keys.hpp"
#include "records/ledger/stored_entry.hpp"

namespace postvern::records::ledger {

bool fits(const PrivateRecord& record, const RecordFilter& filter, const SiteKeys& site);

// `entry` is where `record` was found.
RecordedAct shown(const StoredEntry& entry, PrivateRecord record, const SiteKeys& site);

}  // namespace postvern::records::ledger
