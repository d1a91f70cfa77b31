// What the linked libraries and programs may not contain. Pure functions over lists of symbols.
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "tests/architecture/toolchain.hpp"

namespace postvern::architecture {

// Undefined symbols of a protocol library that reach around the door: private parts of records and
// policy, the making of gates, archives and sites, databases, ciphers, files, dynamic loading.
// `root` holds the public headers, which say what is public.
std::vector<std::string> forbidden_to_services(const std::vector<Symbol>& symbols,
                                               const std::filesystem::path& root);

// Symbols that `later` defines although `earlier` does: the dynamic linker may bind the calls of
// every library to the former, which would replace the door. Inline functions and other weak
// definitions of `earlier` stand in each library that uses them, and do not count.
std::vector<std::string> interposed(const std::vector<Symbol>& earlier,
                                    const std::vector<Symbol>& later);

// Exported constructors and members that are sealed (POSTVERN_SEALED).
std::vector<std::string> unsealed(const std::vector<Symbol>& policy_library);

}  // namespace postvern::architecture
