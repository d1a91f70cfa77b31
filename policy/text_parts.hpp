// Texts that people write as lists, taken apart. Internal to the policy library. Pure functions,
// thread-safe; what they return points into the text.
#pragma once

#include <string_view>
#include <vector>

namespace postvern::policy {

// Without blanks, tabs and carriage returns at both ends.
std::string_view trimmed(std::string_view text);

// The parts of a text between `divider`, trimmed; none that is empty.
std::vector<std::string_view> parts_of(std::string_view text, char divider);

}  // namespace postvern::policy
