// The one error of the language folder: a text that is not (the supported part of) Cedar.
#pragma once

#include <stdexcept>
#include <string>

#include "policy/language/position.hpp"

namespace postvern::policy::language {

// Thrown by everything that reads rule text. `what()` is one line: "file:line:column: problem".
class SyntaxError : public std::runtime_error {
  public:
    // `problem`: what was expected and what stood there, without a line break.
    // `excerpt`: the source line and, below it, a caret under the column; may be empty.
    SyntaxError(std::string file, Position position, std::string problem, std::string excerpt);

    const std::string& file() const { return file_; }
    Position position() const { return position_; }
    const std::string& problem() const { return problem_; }
    const std::string& excerpt() const { return excerpt_; }

  private:
    std::string file_;
    Position position_;
    std::string problem_;
    std::string excerpt_;
};

}  // namespace postvern::policy::language
