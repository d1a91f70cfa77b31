#include "policy/language/syntax_error.hpp"

#include <utility>

namespace postvern::policy::language {

namespace {

std::string one_line(const std::string& file, Position position, const std::string& problem) {
    return file + ":" + std::to_string(position.line) + ":" + std::to_string(position.column) +
           ": " + problem;
}

}  // namespace

SyntaxError::SyntaxError(std::string file, Position position, std::string problem,
                         std::string excerpt)
    : std::runtime_error(one_line(file, position, problem)),
      file_(std::move(file)),
      position_(position),
      problem_(std::move(problem)),
      excerpt_(std::move(excerpt)) {}

}  // namespace postvern::policy::language
