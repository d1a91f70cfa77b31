// The compiler, linker and symbol lister of this build, run from a test. Stateless.
#pragma once

#include <filesystem>
#include <regex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace postvern::architecture {

struct Outcome {
    bool succeeded = false;
    std::string output;  // standard output and error
};

// Runs a command line of the shell with messages in English. Throws std::runtime_error when it
// cannot be started.
Outcome run(const std::string& command_line);

// A file of cases/, with what its first lines say:
//     // refused: REGEX     what the attacking variant is refused with
//     // flags: FLAGS       more flags for the compiler
struct Case {
    std::filesystem::path file;
    std::regex refused;
    std::string flags;
};
// In the order of names. Throws std::runtime_error for a file that does not say how it is refused.
std::vector<Case> cases(std::string_view folder);

enum class Variant { honest, attacking };
// Without an `object` the source is only checked.
Outcome compile(const Case& subject, Variant variant, const std::filesystem::path& object = {});

enum class Shape { program, library };
// Links an object with the policy and records libraries; a library with -z defs, as ours are. What
// was linked is thrown away.
Outcome link(const std::filesystem::path& object, Shape shape);

// A line of nm, demangled.
struct Symbol {
    char type;  // as nm(1) names it: 'U' undefined, 'T' code, 'W' weak, ...
    std::string name;
};
// Dynamic symbols of a library or program. Throws std::runtime_error when it cannot be read.
std::vector<Symbol> dynamic_symbols(const std::filesystem::path& file);
// Names of the libraries that it was linked with, e.g. "libc.so.6".
std::set<std::string> needed_libraries(const std::filesystem::path& file);

std::filesystem::path library(std::string_view layer);  // e.g. "policy"
std::vector<std::filesystem::path> programs();          // that are installed

}  // namespace postvern::architecture
