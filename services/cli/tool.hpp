// The tool `postvern`, from its arguments to its exit code (docs/man/postvern.1.md).
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

namespace postvern::services::cli {

struct Streams {
    std::istream& in;  // where --password-stdin reads; questions are asked on the terminal
    std::ostream& out;
    std::ostream& err;
};

// 0 done, 1 refused or found wanting, 2 usage.
int run(const std::vector<std::string>& words, Streams streams) noexcept;

}  // namespace postvern::services::cli
