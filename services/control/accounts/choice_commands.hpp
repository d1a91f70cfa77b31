// What owners decide about their data, by their password: consents, restriction, retention, counts. *Blocking.*
#pragma once

#include "services/control/command.hpp"

namespace postvern::services::control {

Reply show_consent_text(Desk& desk, const Arguments& arguments);
Reply give_consent(Desk& desk, const Arguments& arguments);
Reply withdraw_consent(Desk& desk, const Arguments& arguments);
Reply show_choices(Desk& desk, const Arguments& arguments);
Reply restrict_processing(Desk& desk, const Arguments& arguments);
Reply lift_restriction(Desk& desk, const Arguments& arguments);
Reply keep_until(Desk& desk, const Arguments& arguments);
Reply keep_without_end(Desk& desk, const Arguments& arguments);
Reply want_snapshots(Desk& desk, const Arguments& arguments);
Reply want_no_snapshots(Desk& desk, const Arguments& arguments);
Reply want_tallies(Desk& desk, const Arguments& arguments);
Reply want_no_tallies(Desk& desk, const Arguments& arguments);

}  // namespace postvern::services::control
