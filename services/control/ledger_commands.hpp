// `postvern ledger ...`: the access record, shown to the operator and checked.
#pragma once

#include "records/ledger.hpp"
#include "services/control/command.hpp"

namespace postvern::services::control {

Reply show_ledger(Desk& desk, const Arguments& arguments);
Reply verify_ledger(Desk& desk, const Arguments& arguments);
Reply head_of_ledger(Desk& desk, const Arguments& arguments);
Reply export_entry(Desk& desk, const Arguments& arguments);
Reply prove_leaf(Desk& desk, const Arguments& arguments);

// An examination as a reply; a fault is "found wanting".
Reply to_reply(const records::LedgerExamination& examination);

}  // namespace postvern::services::control
