// Expressions of Cedar as terms, in one request environment: what Evaluator computes for one
// request, said of all requests at once. Each expression comes to an error or a value, as in
// evaluator.cpp, to which this is the symbolic counterpart, node by node. Not thread-safe; facts,
// schema and expressions must outlive it.
#pragma once

#include "policy/language/expression.hpp"
#include "policy/language/schema/schema.hpp"
#include "policy/proof/facts.hpp"

namespace postvern::policy::proof {

struct Meaning {
    TermPointer error;  // whether the evaluation fails
    Symbol value;       // means something only where it does not
};

class Encoder {
  public:
    Encoder(Facts& facts, const language::schema::RequestEnvironment& environment);

    // Never throws Unsupported for an expression that is boolean whatever it is about: in the place
    // of what is beyond the prover stands a term of Role::unknown, whose name tells what it was.
    Meaning encode(const language::Expression& expression);

    // A condition of a policy: of a value that is not boolean, an error.
    Meaning condition(const language::Expression& expression);

    Facts& facts() const { return facts_; }
    const language::schema::RequestEnvironment& environment() const { return environment_; }
    TermPointer principal() const;
    TermPointer action() const;
    TermPointer resource() const;

  private:
    struct Visitor;

    Meaning anything(const language::Expression& expression, const std::string& why);

    Facts& facts_;
    Terms& terms_;
    const language::schema::RequestEnvironment& environment_;
};

}  // namespace postvern::policy::proof
