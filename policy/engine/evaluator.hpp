// The interpreter of Cedar expressions over one request: it walks the syntax tree and does what
// syntax-operators says, no more. It is the oracle: faster evaluators must agree with it.
// Evaluation is const and pure, so threads may share an evaluator; rules, entities and request
// must outlive it and every outcome.
#pragma once

#include <span>
#include <string>

#include "policy/engine/entities.hpp"
#include "policy/engine/outcome.hpp"
#include "policy/engine/request.hpp"
#include "policy/language/expression.hpp"

namespace postvern::policy::engine {

class Evaluator {
  public:
    Evaluator(const Entities& entities, const Request& request);

    // The value of `expression`, or the first error met, from left to right.
    Outcome evaluate(const language::Expression& expression) const;

    const Entities& entities() const { return entities_; }
    const Request& request() const { return request_; }

  private:
    struct Visitor;

    const Entities& entities_;
    const Request& request_;
    const Value principal_;
    const Value action_;
    const Value resource_;
    const Value context_;
};

}  // namespace postvern::policy::engine
