// The world that the rulebook is asked about in tests: accounts, people of the house and cases with every
// fact that a rule looks at. Entities are written "Type::id".
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "policy/engine/entities.hpp"
#include "policy/engine/request.hpp"
#include "policy/engine/rule_set.hpp"
#include "policy/engine/verdict.hpp"

namespace postvern::policy::engine::testing {

inline constexpr std::int64_t kMoment = 1'700'000'000;

// The rulebook that ships.
const RuleSet& rulebook();

EntityUid uid(const std::string& text);

// Accounts: 1 open, 2 open and due for purging, 3 disabled, 4 closed and due, 5 open and restricted, 6 open and
// without snapshots, 13 open and kept to this moment, 14 open though its time is over, 15 open and with a
// consent that there is none to, 16 open and restricted though its time is over, 7 open, 8 whose state is unknown, 9 not on record, 10 in a state that no rule knows, 11 open,
// 12 open, restricted and due; of 7, 8 and 11 nothing else is known, but that 7 is not restricted and that the owner of 11 consents. The owners
// of 2, 5, 10 and 11 consent to "spam_filtering" and "retrieval". Each has a collection <account>/1. People: 0 and 1000 operators, 1 managing director, 2 second officer, 3 data protection officer,
// 4 legal officer, 5 support; 6 to 9 operators of whom one document each is past; 10 a data protection officer who
// has signed nothing; 11 is not on record; 12 holds two offices; 13 and 14 are operators who lack the
// non-disclosure agreement and that on personal data. Case::sound lacks nothing, and Staff::15, of the support, is a substitute in it; each of the other
// cases is the same but for what its name says. Processor::1 has an agreement and the instruction "7", 2 has one that is
// past, 4 has no instruction. Hold::over is past its time, Hold::kept is not, and that of Hold::unknown is unknown.
Entities facts();

// At kMoment. An empty purpose is none. `how` names what else is said: "" nothing; "as ordered" what the order
// of Case::sound names, "subscriber" its subscriber data; "other account", "calendar", "earlier", "later",
// "backwards", "one moment", "contacts", "files", "access record", "no window", "no end", "no class" wider than that; "to the court" sealed to it, "unsealed" not; "stale" on facts
// that are past, "fresh" on facts that are valid to this moment; "instructed" on an instruction, "empty instruction"
// on one that says nothing.
Request make_request(const std::string& principal, const std::string& action,
                     const std::string& resource, const std::string& purpose,
                     const std::string& how = "");

// A question and what is to be answered.
struct DecisionRow {
    const char* principal;
    const char* action;
    const char* resource;
    const char* purpose;
    bool permitted;
    RecordStrength record;
    const char* rules;  // ids of those that decide, separated by a space, in the rulebook's order
    const char* how = "";
};

void expect_decisions(std::span<const DecisionRow> rows);

// The corpora of the tests.
std::span<const DecisionRow> service_rows();
std::span<const DecisionRow> people_rows();
std::span<const DecisionRow> case_rows();
std::span<const DecisionRow> purpose_rows();
std::span<const DecisionRow> scope_rows();
std::span<const DecisionRow> unknown_rows();
std::span<const DecisionRow> change_rows();
std::vector<DecisionRow> every_row();

// The ids of the rules that decided, separated by a space, in the rulebook's order.
std::string deciding(const Verdict& verdict);

}  // namespace postvern::policy::engine::testing
