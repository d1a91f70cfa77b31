// Facts as octets, for sealing: cases, holds, and every state of facts that history keeps. Pure
// functions. Decoding throws StorageError on what encoding would not write.
#pragma once

#include <string>
#include <string_view>

#include "policy/facts.hpp"
#include "records/cases.hpp"

namespace postvern::records {

std::string encode(const CaseRecord& record);
CaseRecord decode_case(std::string_view octets);

std::string encode(const HoldRecord& record);
HoldRecord decode_hold(std::string_view octets);

// Without `purge_due` and `valid_until`, which change by themselves.
std::string encode(const policy::AccountFacts& facts);
policy::AccountFacts decode_account(std::string_view octets);

// Without `valid_until`.
std::string encode(const policy::StaffFacts& facts);
policy::StaffFacts decode_staff(std::string_view octets);

std::string encode(const policy::ProcessorFacts& facts);
policy::ProcessorFacts decode_processor(std::string_view octets);

}  // namespace postvern::records
