// `postvern account ...`: accounts, their addresses and credentials. Each asks the Gate and tells
// what it did.
#pragma once

#include "services/control/command.hpp"

namespace postvern::services::control {

Reply add_account(Desk& desk, const Arguments& arguments);
Reply list_accounts(Desk& desk, const Arguments& arguments);
Reply show_account(Desk& desk, const Arguments& arguments);
Reply add_alias(Desk& desk, const Arguments& arguments);
Reply remove_alias(Desk& desk, const Arguments& arguments);
Reply disable_account(Desk& desk, const Arguments& arguments);
Reply enable_account(Desk& desk, const Arguments& arguments);
Reply delete_account(Desk& desk, const Arguments& arguments);
Reply set_quota(Desk& desk, const Arguments& arguments);

// By the owner, who proves to be one.
Reply change_password(Desk& desk, const Arguments& arguments);
Reply replace_recovery_code(Desk& desk, const Arguments& arguments);
Reply add_app_passwords(Desk& desk, const Arguments& arguments);
Reply revoke_app_passwords(Desk& desk, const Arguments& arguments);
// By the operator: what was stored is lost.
Reply renew_keys(Desk& desk, const Arguments& arguments);

}  // namespace postvern::services::control
