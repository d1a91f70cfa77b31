// Somebody of the house, as the record has them, in words. Thread-safe functions.
#pragma once

#include <Poco/JSON/Object.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "records/personnel.hpp"

namespace postvern::services::control {

// "operator, managing_director"
std::string roles_text(const policy::StaffFacts& facts);
// Absent for what names no role.
std::optional<policy::StaffRole> role_named(std::string_view name) noexcept;
// Of what somebody signed and of their device, what is not in force at `moment` (Unix seconds), each with its
// last day; empty: all of it is.
std::string lapsed_text(const policy::StaffFacts& facts, std::int64_t moment);

// One line, with the name that the user has on this machine.
std::string described(const records::StaffMember& member);
// The same for machines. Moments in Unix seconds, absent where there is none; so is the name.
Poco::JSON::Object to_json(const records::StaffMember& member);

}  // namespace postvern::services::control
