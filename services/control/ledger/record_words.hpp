// What the names in the access record are in plain English: acts, purposes, and the office under which somebody of
// the house acted. Tables and pure functions; which words are put together is record_sentences' business.
//
// `{account}` and `{data}` in a text stand for whose it is: "your account", "mail of account 1f2e3d4c".
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "policy/action.hpp"

namespace postvern::services::control {

struct ActWords {
    policy::Action action;
    std::string_view done;        // "read": an operator read ...
    std::string_view wished;      // "read": ... was refused leave to read ...
    std::string_view of_account;  // object of both, where the act is about an account
    std::string_view of_house;    // where it is about the house itself; empty: as of an account
};

// Null for a name that no action has.
const ActWords* words_of_act(std::string_view operation) noexcept;

// A clause: "to administer the service". `{owner}` and `{owner's}` stand for the person whose data it is. Empty for a
// name that no purpose has.
std::string_view words_of_purpose(std::string_view purpose) noexcept;

// The ids in what a record holds of the rules that decided: ids, by blanks.
std::vector<std::string_view> rule_ids(std::string_view rules);

// Who of the house acts by rules with these ids, by blanks: "an operator". Where they are of several offices, or of
// none that is known: "a member of staff", with the offices in brackets. The rules that ship are known.
std::string office_by_rules(std::string_view rules);

// "the retention job"; "a job of the house" for a name that no job has.
std::string_view words_of_job(std::string_view job) noexcept;

}  // namespace postvern::services::control
