// Recursive descent over the grammar of expressions (syntax-grammar, Expr to RecInits), one
// function per production: those of operators in expression_parser.cpp, Member and what is below it
// in member_parser.cpp. Not thread-safe.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "policy/language/expression.hpp"
#include "policy/language/name_parser.hpp"
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
    using Draft = std::shared_ptr<Expression>;

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
    Draft signed_member(std::vector<Token>& signs);
    Draft member();
    Draft accesses(Draft operand);
    Draft attribute(Draft operand);
    Draft index(Draft operand);
    Draft method(Draft operand, const Token& name);
    std::vector<ExpressionPointer> arguments();
    std::vector<ExpressionPointer> list(TokenKind closing, std::string_view expected);
    Draft primary();
    Draft word();
    Draft function(const Name& name);
    Draft integer(const Token& token, Span sign);
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
