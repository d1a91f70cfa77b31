// Concrete requests with what is known, as commands print them.
#pragma once

#include <Poco/JSON/Object.h>

#include <string>

#include "policy/rules_proof.hpp"

namespace postvern::services::cli {

// Request and entities as JSON, not as texts that hold it.
Poco::JSON::Object to_json(const policy::ConcreteCase& example);

// Several lines: the sentence, then request and entities as `rules authorize` takes them.
std::string to_text(const policy::ConcreteCase& example);

}  // namespace postvern::services::cli
