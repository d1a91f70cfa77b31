// What people are shown of the access record about themselves, by their password (GDPR Art.
// 15(1)(c)). *Blocking.*
#pragma once

#include "services/control/command.hpp"

namespace postvern::services::control {

// Who looked at or changed what is theirs, and the daily counts of their own accesses.
Reply show_own_record(Desk& desk, const Arguments& arguments);
// One of those entries, to be checked elsewhere.
Reply export_own_entry(Desk& desk, const Arguments& arguments);
Reply prove_own_stream(Desk& desk, const Arguments& arguments);

}  // namespace postvern::services::control
