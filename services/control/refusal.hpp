// Why an act was refused, and what to do about it, for people.
#pragma once

#include <cstdint>
#include <string>

#include "policy/decision.hpp"
#include "records/site.hpp"

namespace postvern::services::control {

std::string refusal(const policy::Decision& decision, const records::Site& site);

// The same of an act of `user` of the house (Unix user id): where the rules refuse it, also what is on record
// about them. Throws what the record of the house throws where it cannot be read.
std::string refusal_of_staff(const policy::Decision& decision, records::Site& site, std::uint32_t user);

}  // namespace postvern::services::control
