// Numbers expressions so that two of the same shape, wherever they stand, have the same number:
// `principal.a` after `principal has a` is recognised by it. Not thread-safe.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

#include "policy/language/expression.hpp"

namespace postvern::policy::language::validation {

class ExpressionNumbers {
  public:
    using Number = std::uint32_t;

    // The expressions must outlive it.
    Number of(const Expression& expression);
    // Of the access to attribute `name` of the expression numbered `operand`.
    Number of_access(Number operand, std::string_view name);
    // Of a string literal.
    Number of_text(std::string_view text);

  private:
    class Key;
    struct Visitor;

    Number intern(std::string key);

    std::unordered_map<std::string, Number> numbers_;
    std::unordered_map<const Expression*, Number> known_;
};

}  // namespace postvern::policy::language::validation
