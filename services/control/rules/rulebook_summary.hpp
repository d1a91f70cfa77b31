// A rulebook that was in force, in words. Thread-safe functions.
#pragma once

#include <Poco/JSON/Object.h>

#include <string>

#include "records/rulebooks.hpp"

namespace postvern::services::control {

// Two or three lines: number and hash, since when, and who signed or that nobody did.
std::string described(const records::KeptRulebook& rulebook);
// The same for machines: moments in Unix seconds, days as text.
Poco::JSON::Object to_json(const records::KeptRulebook& rulebook);

}  // namespace postvern::services::control
