// Whether two JSON values are the same; members of objects in any order. Pure, thread-safe.
#pragma once

#include <string>

#include "policy/language/json/document.hpp"

namespace postvern::policy::tools {

// The way to the first part that is not the same ("conditions.0.body"); empty if all is.
std::string first_difference(const language::json::Node& left, const language::json::Node& right);

}  // namespace postvern::policy::tools
