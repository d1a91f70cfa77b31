// Cases and what came of steps in them, for people and machines. Pure functions.
#pragma once

#include <Poco/JSON/Object.h>

#include <string>

#include "compliance/casework.hpp"
#include "services/control/reply.hpp"

namespace postvern::services::control {

std::string line_of(const compliance::CaseSight& sight);
std::string described(const compliance::CaseSight& sight);
Poco::JSON::Object to_json(const compliance::CaseSight& sight);
std::string described(const compliance::Proposal& proposal);
Poco::JSON::Object to_json(const compliance::Proposal& proposal);
// Status refused where the step was not taken.
Reply reply_of(const compliance::CaseOutcome& outcome);

}  // namespace postvern::services::control
