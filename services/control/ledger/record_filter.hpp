// Which entries of the access record a command is asked for. Pure functions.
#pragma once

#include "records/ledger.hpp"
#include "services/control/arguments.hpp"

namespace postvern::services::control {

// From the options --from, --to, --class, --purpose, --rule, --action, --outcome, --case, --after
// and --limit. Throws Refused (status 2), which tells the words that an option takes.
records::RecordFilter filter_of(const Arguments& arguments);

// Whether a day (days since 1970-01-01) is within the filter's period.
bool is_within(const records::RecordFilter& filter, records::Day day);

}  // namespace postvern::services::control
