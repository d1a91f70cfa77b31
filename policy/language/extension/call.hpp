// Calls of the functions and methods of the extension types, on values (syntax-operators). Pure,
// thread-safe; what cannot be computed is a failure returned, never thrown.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "policy/language/extension/function.hpp"
#include "policy/language/value.hpp"

namespace postvern::policy::language::extension {

enum class CallProblem : std::uint8_t {
    wrong_type,     // of an argument, or too many or too few of them
    no_such_value,  // the text given to a constructor does not write one
    overflow,
};

struct CallFailure {
    CallProblem problem;
    std::string message;  // one line, for people; holds no value
};

using CallResult = std::variant<Value, CallFailure>;

// The arguments may be any number and of any type.
CallResult call(Function function, std::span<const Value* const> arguments);

// As Value::type_name() calls it: "bool", "ipaddr".
std::string_view name_of(Type type);

}  // namespace postvern::policy::language::extension
