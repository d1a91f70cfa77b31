// The files that commands on rules are given. All throw Refused (status 2) that names the file.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "policy/assembly.hpp"
#include "services/cli/arguments.hpp"

namespace postvern::services::cli {

// The values of an argument that may stand several times.
std::vector<std::string> values_of(const control::Arguments& arguments, std::string_view name);

// NAME=VALUE of an argument that may stand several times; VALUE may be empty.
std::vector<std::pair<std::string, std::string>> pairs_of(const control::Arguments& arguments,
                                                          std::string_view name);

policy::RulebookFile read_rule_file(const std::string& name);

// The file that an option names; nothing without the option.
std::optional<policy::RulebookFile> optional_file(const control::Arguments& arguments,
                                                  std::string_view name);

// Files, and all *.cedar files of directories.
std::vector<policy::RulebookFile> read_rule_files(const std::vector<std::string>& names);

// The same; the rulebook of the site, or the one that ships, where nothing is named.
std::vector<policy::RulebookFile> rule_files_or_rulebook(const std::vector<std::string>& names,
                                                         const General& general);

// The theorems that --theorems names, or those beside the rulebook that `rule` is a file of, or those that ship.
std::vector<policy::RulebookFile> theorem_files(const control::Arguments& arguments,
                                                const policy::RulebookFile& rule);

// The files of the catalogue (catalogue/*.txt) and the corpus of decisions (decisions.json) beside
// the rulebook that `rule` is a file of; none where there are none.
std::vector<policy::RulebookFile> catalogue_files(const policy::RulebookFile& rule);
std::optional<policy::RulebookFile> decisions_file(const policy::RulebookFile& rule);

}  // namespace postvern::services::cli
