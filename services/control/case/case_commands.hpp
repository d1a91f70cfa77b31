// The commands on requests for data. Each runs one row of case_table.hpp.
#pragma once

#include "services/control/arguments.hpp"
#include "services/control/desk.hpp"
#include "services/control/reply.hpp"

namespace postvern::services::control {

Reply new_case(Desk& desk, const Arguments& arguments);
Reply list_cases(Desk& desk, const Arguments& arguments);
Reply show_case(Desk& desk, const Arguments& arguments);
Reply list_deadlines(Desk& desk, const Arguments& arguments);
Reply show_letters(Desk& desk, const Arguments& arguments);
Reply show_part(Desk& desk, const Arguments& arguments);
Reply write_order_form(Desk& desk, const Arguments& arguments);
Reply write_order_text(Desk& desk, const Arguments& arguments);

// Steps. Each takes the options of its row.
Reply classify_case(Desk& desk, const Arguments& arguments);  // shows the proposal; with --confirm or --basis takes the step
Reply advance_case(Desk& desk, const Arguments& arguments);
Reply attach_to_case(Desk& desk, const Arguments& arguments);
Reply enter_order(Desk& desk, const Arguments& arguments);
Reply validate_order(Desk& desk, const Arguments& arguments);
Reply approve_case(Desk& desk, const Arguments& arguments);
Reply attest_case(Desk& desk, const Arguments& arguments);
Reply revoke_request(Desk& desk, const Arguments& arguments);
Reply object_to_case(Desk& desk, const Arguments& arguments);
Reply answer_objection(Desk& desk, const Arguments& arguments);
Reply appoint_substitute(Desk& desk, const Arguments& arguments);
Reply request_extraction(Desk& desk, const Arguments& arguments);
Reply extract_case(Desk& desk, const Arguments& arguments);
Reply deliver_case(Desk& desk, const Arguments& arguments);
Reply recall_case(Desk& desk, const Arguments& arguments);
Reply write_letter(Desk& desk, const Arguments& arguments);
Reply report_cases(Desk& desk, const Arguments& arguments);
Reply notify_owner(Desk& desk, const Arguments& arguments);
Reply close_case(Desk& desk, const Arguments& arguments);

}  // namespace postvern::services::control
