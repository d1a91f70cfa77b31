// A case's file as the table of steps asks about it, and back: what the rules see is taken from the record, all else stands
// as fields of the file, each as text. Pure functions. Private to compliance.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "compliance/cases.hpp"
#include "compliance/casework/steps.hpp"
#include "compliance/intake.hpp"
#include "records/case_files.hpp"

namespace postvern::compliance::casework {

// Throws records::StorageError for fields that are none of these.
CaseView view_of(const records::CaseFile& file, std::vector<std::uint32_t> recused);

// The fields in which `view` differs from what the record says by itself: all of them, empty where there is nothing.
std::map<std::string, std::string> fields_of(const CaseView& view);

// The accounts of an order's addresses as they were when it was entered: "address number" a line, in the field order-accounts.
std::string to_text(const std::vector<NamedAccount>& accounts);
// Absent: no order was entered, or before this was kept.
std::optional<std::vector<NamedAccount>> ordered_accounts(const records::CaseFile& file);

// What the letter says, with what was found out since: who sent it, and which references came.
Intake intake_of(const records::CaseFile& file, const CaseView& view);

// Of 32 hexadecimal digits.
CaseReference reference_in(const std::string& text);

// Texts of several lines, which no value has.
std::vector<std::string> lines_of(const std::string& text);
std::string joined(const std::vector<std::string>& lines);

}  // namespace postvern::compliance::casework
