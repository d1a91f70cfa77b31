#include "policy/engine/extension_calls.hpp"

#include <utility>

#include "policy/language/extension/call.hpp"

namespace postvern::policy::engine {

namespace extension = language::extension;

namespace {

ErrorKind kind_of(extension::CallProblem problem) {
    switch (problem) {
        case extension::CallProblem::wrong_type:
            return ErrorKind::type;
        case extension::CallProblem::no_such_value:
            return ErrorKind::extension;
        case extension::CallProblem::overflow:
            break;
    }
    return ErrorKind::overflow;
}

}  // namespace

Outcome call(extension::Function function, std::span<const Value* const> arguments,
             language::Span where) {
    extension::CallResult result = extension::call(function, arguments);
    if (auto* const failure = std::get_if<extension::CallFailure>(&result)) {
        return EvaluationError{kind_of(failure->problem), where, std::move(failure->message)};
    }
    return std::get<Value>(std::move(result));
}

}  // namespace postvern::policy::engine
