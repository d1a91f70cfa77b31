// The one layout that policies have: what a person wrote, differently broken into lines. No token
// and no comment is added, changed or lost, and a text that was formatted once stays as it is.
// Pure function, thread-safe.
#pragma once

#include <cstddef>
#include <string>

#include "policy/language/source.hpp"

namespace postvern::policy::language {

// Characters to a line, where that can be: strings and comments are not broken.
inline constexpr std::size_t kFormatWidth = 100;

// Throws SyntaxError if the text is not Cedar.
std::string format_policies(const SourceText& source);

}  // namespace postvern::policy::language
