// "Did you mean": the known word most like one that is not known. Pure functions, thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace postvern::policy::language::validation {

// The word among `known` that differs from `word` in the fewest letters, if these are few compared
// to its length; empty if none is that near. Words of more than 64 octets are not compared.
std::string nearest(std::string_view word, const std::vector<std::string_view>& known);

}  // namespace postvern::policy::language::validation
