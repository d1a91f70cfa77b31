// What the source tree may not say, wherever the linker could not object: includes against the
// order of the layers, private folders of another layer, and, in services, databases, keys and
// files.
#pragma once

#include <cstddef>
#include <filesystem>
#include <ostream>
#include <string>
#include <tuple>
#include <vector>

namespace postvern::architecture {

struct Finding {
    std::string file;  // relative to the root, with '/'
    std::size_t line;  // 1-based
    std::string rule;
    std::string text;  // the line

    friend bool operator==(const Finding& left, const Finding& right) {
        return std::tie(left.file, left.line, left.rule) ==
               std::tie(right.file, right.line, right.rule);
    }
    friend bool operator<(const Finding& left, const Finding& right) {
        return std::tie(left.file, left.line, left.rule) <
               std::tie(right.file, right.line, right.rule);
    }
};
std::ostream& operator<<(std::ostream& out, const Finding& finding);

struct Scan {
    std::size_t files = 0;  // C++ sources and build files that were read
    std::vector<Finding> findings;
};

// Reads policy/, records/, compliance/ and services/ below `root`. Throws when one cannot be read.
Scan scan_sources(const std::filesystem::path& root);

}  // namespace postvern::architecture
