// Citations of law as people write them. Pure functions, thread-safe.
#pragma once

#include <string>
#include <string_view>

namespace postvern::policy::catalogue {

// One spelling of all that mean the same: small ASCII letters, one section sign, "170a" for "170
// a".
std::string normal_citation(std::string_view citation);

// What a normal citation is a part of: "art. 5(1)(b)" of "art. 5(1)", that of "art. 5"; "" of that.
std::string wider_citation(std::string_view citation);

}  // namespace postvern::policy::catalogue
