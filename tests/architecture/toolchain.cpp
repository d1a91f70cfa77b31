#include "tests/architecture/toolchain.hpp"
#include "test_places.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>
#include <memory>
#include <sstream>
#include <stdexcept>

namespace postvern::architecture {

namespace fs = std::filesystem;

namespace {

std::string in_shell(const std::string& text) { return "'" + text + "'"; }

std::string compile_line(const Case& subject, Variant variant) {
    return std::string(POSTVERN_COMPILER " " POSTVERN_COMPILE_FLAGS " ") + subject.flags +
           (variant == Variant::honest ? " -DHONEST " : " ") + in_shell(subject.file.string());
}

Case read_case(const fs::path& file) {
    static constexpr std::string_view kRefused = "// refused: ";
    static constexpr std::string_view kFlags = "// flags: ";
    Case read{file, {}, {}};
    bool says_how = false;
    std::ifstream text(file);
    for (std::string line; std::getline(text, line) && line.starts_with("//");) {
        if (line.starts_with(kRefused)) {
            read.refused = std::regex(line.substr(kRefused.size()), std::regex::extended);
            says_how = true;
        } else if (line.starts_with(kFlags)) {
            read.flags = line.substr(kFlags.size());
        }
    }
    if (!says_how) throw std::runtime_error(file.string() + " does not say how it is refused");
    return read;
}

}  // namespace

Outcome run(const std::string& command_line) {
    const std::string line = "LC_ALL=C " + command_line + " 2>&1";
    std::FILE* const pipe = ::popen(line.c_str(), "r");
    if (pipe == nullptr) throw std::runtime_error("cannot run: " + command_line);
    Outcome outcome;
    std::array<char, 4096> octets;
    for (std::size_t got; (got = std::fread(octets.data(), 1, octets.size(), pipe)) > 0;) {
        outcome.output.append(octets.data(), got);
    }
    outcome.succeeded = ::pclose(pipe) == 0;
    return outcome;
}

std::vector<Case> cases(std::string_view folder) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(fs::path(POSTVERN_SOURCE_DIR) /
                                                    "tests/architecture/cases" / folder)) {
        files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    std::vector<Case> read;
    std::transform(files.begin(), files.end(), std::back_inserter(read), read_case);
    return read;
}

Outcome compile(const Case& subject, Variant variant, const fs::path& object) {
    return run(compile_line(subject, variant) +
               (object.empty() ? " -fsyntax-only" : " -c -o " + in_shell(object.string())));
}

Outcome link(const fs::path& object, Shape shape) {
    return run(POSTVERN_COMPILER " " POSTVERN_LINK_FLAGS +
               std::string(shape == Shape::library ? " -shared -Wl,-z,defs " : " ") +
               in_shell(object.string()) +
               " -L" POSTVERN_LIBRARIES
               " -lpostvern_records -lpostvern_policy -Wl,-rpath-link," POSTVERN_LIBRARIES " -o " +
               in_shell(object.string() + ".linked"));
}

std::vector<Symbol> dynamic_symbols(const fs::path& file) {
    const Outcome listing = run(POSTVERN_NM " -D -C " + in_shell(file.string()));
    if (!listing.succeeded) throw std::runtime_error(listing.output);
    std::vector<Symbol> symbols;
    std::istringstream lines(listing.output);
    // An address or blanks, 16 columns; a blank, the type, a blank; the name.
    for (std::string line; std::getline(lines, line);) {
        if (line.size() > 19) symbols.push_back({line[17], line.substr(19)});
    }
    if (symbols.empty()) throw std::runtime_error(file.string() + " has no symbols");
    return symbols;
}

std::set<std::string> needed_libraries(const fs::path& file) {
    const Outcome listing = run(POSTVERN_READELF " -d " + in_shell(file.string()));
    if (!listing.succeeded) throw std::runtime_error(listing.output);
    std::set<std::string> names;
    static const std::regex kNeeded(R"(\(NEEDED\).*\[(.*)\])");
    std::istringstream lines(listing.output);
    std::smatch match;
    for (std::string line; std::getline(lines, line);) {
        if (std::regex_search(line, match, kNeeded)) names.insert(match[1]);
    }
    return names;
}

fs::path library(std::string_view layer) {
    return fs::path(POSTVERN_LIBRARIES) / ("libpostvern_" + std::string(layer) + ".so");
}

std::vector<fs::path> programs() {
    std::vector<fs::path> files;
    std::istringstream list(POSTVERN_PROGRAMS);
    for (std::string file; std::getline(list, file, ':');) files.emplace_back(file);
    return files;
}

}  // namespace postvern::architecture
