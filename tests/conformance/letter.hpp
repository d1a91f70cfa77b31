// A letter of the conformance set, as tests/conformance/README.md describes it.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace postvern::conformance {

struct Letter {
    std::string id;
    std::string title;
    std::string request;               // request.toml
    std::optional<std::string> order;  // "postvern court order 1" ...
    std::map<std::string, std::string> expect;
};

// All letters of the *.txt of a directory, in the order of their names. Throws std::runtime_error
// with file and line.
std::vector<Letter> read_letters(const std::filesystem::path& directory);

}  // namespace postvern::conformance
