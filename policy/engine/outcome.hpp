// What an expression came to: a value, or why there is none. Errors are values here, because a
// rule that cannot be evaluated is an answer among others (authorization, skip on error).
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <variant>

#include "policy/engine/values.hpp"
#include "policy/language/position.hpp"

namespace postvern::policy::engine {

enum class ErrorKind : std::uint8_t {
    type,
    missing_attribute,
    missing_entity,
    missing_tag,
    overflow,
    extension,  // an extension function refused its argument
};

struct EvaluationError {
    ErrorKind kind;
    language::Span where;  // the expression that failed, in the policy's file
    std::string message;   // one line, for people; holds no attribute's value
};

// Either a value that lives elsewhere (in the rules, the entities or the request), or one made
// here, or an error. Cheap to return: what lives elsewhere is not copied.
class Outcome {
  public:
    static Outcome borrow(const Value& value) { return Outcome(&value); }
    Outcome(Value value) : state_(std::move(value)) {}
    Outcome(EvaluationError error) : state_(std::move(error)) {}

    bool failed() const { return std::holds_alternative<EvaluationError>(state_); }
    bool owned() const { return std::holds_alternative<Value>(state_); }

    // Only if it failed.
    const EvaluationError& error() const { return std::get<EvaluationError>(state_); }
    // Only if it did not; valid as long as this outcome and what it borrows from.
    const Value& value() const {
        const auto* borrowed = std::get_if<const Value*>(&state_);
        return borrowed != nullptr ? **borrowed : std::get<Value>(state_);
    }

  private:
    explicit Outcome(const Value* value) : state_(value) {}

    std::variant<const Value*, Value, EvaluationError> state_;
};

}  // namespace postvern::policy::engine
