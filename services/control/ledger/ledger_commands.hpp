// `postvern ledger ...`: the access record, shown to the operator and checked.
#pragma once

#include "policy/gate.hpp"
#include "records/ledger.hpp"
#include "services/control/command.hpp"

namespace postvern::services::control {

Reply show_ledger(Desk& desk, const Arguments& arguments);
Reply verify_ledger(Desk& desk, const Arguments& arguments);
Reply take_cosignatures(Desk& desk, const Arguments& arguments);
Reply submit_by_hand(Desk& desk, const Arguments& arguments);
Reply show_witnesses(Desk& desk, const Arguments& arguments);
Reply head_of_ledger(Desk& desk, const Arguments& arguments);
Reply export_entry(Desk& desk, const Arguments& arguments);
Reply seal_ledger(Desk& desk, const Arguments& arguments);
Reply prove_leaf(Desk& desk, const Arguments& arguments);

// Leave to read the record, or by --review-case N to review that case.
policy::Grant leave_to_read(Desk& desk, const Arguments& arguments);

// The number of an entry under that argument. Throws Refused (status 2).
std::uint64_t entry_number(const Arguments& arguments, std::string_view name);
// An entry that is handed out, under the number by which it was asked for.
Reply exported(Desk& desk, std::uint64_t number, const records::ExportedEntry& entry);

// An examination as a reply; a fault is "found wanting".
Reply to_reply(const records::LedgerExamination& examination);

}  // namespace postvern::services::control
