// docs/compliance/cases.md, from the tables alone.
#pragma once

#include <string>

namespace postvern::compliance::cases {

std::string page();

}  // namespace postvern::compliance::cases
