// The right side of `like`: literal text and `*`, which stands for any run of characters, also
// none (syntax-operators, like). Immutable value.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace postvern::policy::language {

class Pattern {
  public:
    // A pattern of `literals` (UTF-8, at least one, each may be empty) with a `*` between each
    // two neighbours: {"ham"} is ham, {"s3:", ""} is s3:*.
    explicit Pattern(std::vector<std::string> literals);

    // Whether the whole of `text` matches. Time at most proportional to the product of the sizes
    // of text and pattern, without recursion.
    bool matches(std::string_view text) const;

    std::span<const std::string> literals() const { return literals_; }

  private:
    std::vector<std::string> literals_;
};

}  // namespace postvern::policy::language
