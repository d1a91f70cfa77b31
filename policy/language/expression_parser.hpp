// Recursive descent over the grammar of expressions (syntax-grammar, Expr to RecInits), one
// function per production. Not thread-safe.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "policy/language/expression.hpp"
#include "policy/language/token_stream.hpp"

namespace postvern::policy::language {

class ExpressionParser {
  public:
    // Reads from `tokens`, which must outlive it; the limit on expressions counts over its life.
    explicit ExpressionParser(TokenStream& tokens) : tokens_(tokens) {}

    // Reads one Expr. Throws SyntaxError at what is not Cedar, not supported or over a limit.
    ExpressionPointer parse();

  private:
    // Not yet const: a parenthesis widens the span of what it encloses.
    using Draft = std::unique_ptr<Expression>;

    Draft expression();
    Draft conditional();
    Draft disjunction();
    Draft conjunction();
    Draft relation();
    Draft attribute_test(Draft operand);
    Draft pattern_test(Draft operand);
    Draft type_test(Draft operand);
    Draft sum();
    Draft product();
    Draft unary();
    Draft member();
    Draft attribute(Draft operand);
    Draft index(Draft operand);
    Draft method(Draft operand, const Token& name);
    Draft primary();
    Draft word();
    Draft integer(Span sign);
    Draft parenthesis();
    Draft set();
    Draft record();
    std::string record_key();

    Draft make(Span span, Expression::Node node);

    TokenStream& tokens_;
    std::size_t nesting_ = 0;
    std::size_t made_ = 0;
};

}  // namespace postvern::policy::language
