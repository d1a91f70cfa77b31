// evidence/decisions.jsonl of a bag: who decided what, when, by which rules. Pure functions. Private to compliance.
#pragma once

#include <string>
#include <vector>

#include "records/case_files.hpp"
#include "records/ledger.hpp"

namespace postvern::compliance::casework {

// A line for each step on file since the order in force was entered, taken or refused, without what was said in words, and then a line for each act of the case in the access record, with the
// rules that decided.  docs/formats/bag.md
std::string decisions_of(const records::CaseFile& file, const std::vector<records::RecordedAct>& acts);

}  // namespace postvern::compliance::casework
