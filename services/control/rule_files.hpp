// How a rulebook travels: to a command as arguments "rules/<file name>", one a file; from one as
// the member "files" of its data, an array of {"name", "text"}. Pure functions.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "policy/rulebook_file.hpp"
#include "services/control/reply.hpp"

namespace postvern::services::control {

class Arguments;

void set_rule_files(Arguments& arguments, std::vector<policy::RulebookFile> files);
// Whether the argument of that name is a rule file.
bool is_rule_file(std::string_view name) noexcept;
// In the order of their names. Throws Refused (status 2) where there are none.
std::vector<policy::RulebookFile> rule_files_in(const Arguments& arguments);

void set_rule_files(Reply& reply, std::span<const policy::RulebookFile> files);
// Empty where the reply bears none.
std::vector<policy::RulebookFile> rule_files_in(const Reply& reply);

}  // namespace postvern::services::control
