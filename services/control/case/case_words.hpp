// What people type about cases, as values, and back. Throws Refused (status 2) that lists what there is. Pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compliance/casework.hpp"
#include "services/control/arguments.hpp"

namespace postvern::services::control {

compliance::CaseStep step_in(std::string_view text);
// Of what `arguments` give for `step`: options of the same names in all commands (case_table.cpp).
compliance::CaseAct act_in(const Arguments& arguments, compliance::CaseStep step);
// "2026-03-01" is its last second, "2026-03-01T09:30:00Z" is itself.
std::int64_t moment_in(std::string_view option, std::string_view text);
// request.toml (docs/formats/request.md) of the answers to the questions of `case new`.
std::string request_of(const Arguments& arguments, std::int64_t now);
std::vector<std::string> lines_in(const Arguments& arguments, std::string_view name);

}  // namespace postvern::services::control
