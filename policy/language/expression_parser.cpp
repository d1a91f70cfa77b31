#include "policy/language/expression_parser.hpp"

#include <cstdint>
#include <optional>
#include <utility>

#include "policy/language/limits.hpp"
#include "policy/language/name_parser.hpp"
#include "policy/language/string_literal.hpp"

namespace postvern::policy::language {

namespace {

constexpr std::size_t kMaxUnaryOperators = 4;

std::optional<BinaryOperator> relational_operator(const TokenStream& tokens) {
    switch (tokens.current().kind) {
        case TokenKind::double_equal:
            return BinaryOperator::equal;
        case TokenKind::not_equal:
            return BinaryOperator::not_equal;
        case TokenKind::less:
            return BinaryOperator::less;
        case TokenKind::less_or_equal:
            return BinaryOperator::less_or_equal;
        case TokenKind::greater:
            return BinaryOperator::greater;
        case TokenKind::greater_or_equal:
            return BinaryOperator::greater_or_equal;
        default:
            break;
    }
    if (tokens.at_word("in")) return BinaryOperator::in;
    return std::nullopt;
}

bool at_relation(const TokenStream& tokens) {
    return relational_operator(tokens) || tokens.at_word("has") || tokens.at_word("like") ||
           tokens.at_word("is");
}

std::vector<ExpressionPointer> list_of(ExpressionPointer first) {
    std::vector<ExpressionPointer> list;
    list.push_back(std::move(first));
    return list;
}

}  // namespace

ExpressionPointer ExpressionParser::parse() { return expression(); }

// Expr ::= Or | 'if' Expr 'then' Expr 'else' Expr
ExpressionParser::Draft ExpressionParser::expression() {
    if (nesting_ == kMaxNesting) {
        tokens_.fail(tokens_.current().span, "expected at most " + std::to_string(kMaxNesting) +
                                                 " levels of nesting, found more");
    }
    ++nesting_;
    Draft parsed = tokens_.at_word("if") ? conditional() : disjunction();
    --nesting_;
    return parsed;
}

ExpressionParser::Draft ExpressionParser::conditional() {
    const Span begin = tokens_.take().span;
    Draft condition = expression();
    tokens_.expect_word("then");
    Draft consequent = expression();
    tokens_.expect_word("else");
    Draft alternative = expression();
    const Span span = join(begin, alternative->span);
    return make(span,
                Conditional{std::move(condition), std::move(consequent), std::move(alternative)});
}

// Or ::= And {'||' And}
ExpressionParser::Draft ExpressionParser::disjunction() {
    Draft first = conjunction();
    if (!tokens_.at(TokenKind::double_bar)) return first;
    Span span = first->span;
    Disjunction chain{list_of(std::move(first))};
    while (tokens_.accept(TokenKind::double_bar)) {
        chain.operands.push_back(conjunction());
        span = join(span, chain.operands.back()->span);
    }
    return make(span, std::move(chain));
}

// And ::= Relation {'&&' Relation}
ExpressionParser::Draft ExpressionParser::conjunction() {
    Draft first = relation();
    if (!tokens_.at(TokenKind::double_ampersand)) return first;
    Span span = first->span;
    Conjunction chain{list_of(std::move(first))};
    while (tokens_.accept(TokenKind::double_ampersand)) {
        chain.operands.push_back(relation());
        span = join(span, chain.operands.back()->span);
    }
    return make(span, std::move(chain));
}

// Relation ::= Add [RELOP Add] | Add 'has' (IDENT | STR) | Add 'like' PAT | Add 'is' Path ('in'
// Add)?
ExpressionParser::Draft ExpressionParser::relation() {
    Draft left = sum();
    if (const auto operation = relational_operator(tokens_)) {
        tokens_.take();
        Draft right = sum();
        const Span span = join(left->span, right->span);
        left = make(span, Binary{*operation, std::move(left), std::move(right)});
    } else if (tokens_.accept_word("has")) {
        left = attribute_test(std::move(left));
    } else if (tokens_.accept_word("like")) {
        left = pattern_test(std::move(left));
    } else if (tokens_.accept_word("is")) {
        left = type_test(std::move(left));
    }
    if (at_relation(tokens_)) {
        tokens_.refuse("the end of the comparison (a second one needs parentheses)");
    }
    return left;
}

// ... has IDENT {'.' IDENT} | has STR      (syntax-operators, has: "a sequence of identifiers")
ExpressionParser::Draft ExpressionParser::attribute_test(Draft operand) {
    std::vector<std::string> path;
    Span end = tokens_.current().span;
    if (tokens_.at(TokenKind::string)) {
        path.push_back(read_string(tokens_.source(), tokens_.take()));
    } else {
        do {
            const Token name = tokens_.expect_name("an attribute name");
            path.emplace_back(name.text);
            end = name.span;
        } while (tokens_.accept(TokenKind::dot));
    }
    const Span span = join(operand->span, end);
    return make(span, AttributeTest{std::move(operand), std::move(path)});
}

ExpressionParser::Draft ExpressionParser::pattern_test(Draft operand) {
    const Token token = tokens_.expect(TokenKind::string);
    const Span span = join(operand->span, token.span);
    return make(span, PatternTest{std::move(operand), read_pattern(tokens_.source(), token)});
}

ExpressionParser::Draft ExpressionParser::type_test(Draft operand) {
    const Name type = parse_name(tokens_);
    if (type.id) tokens_.fail(type.span, "expected a type name, found an entity");
    Span span = join(operand->span, type.span);
    Draft container;
    if (tokens_.accept_word("in")) {
        container = sum();
        span = join(span, container->span);
    }
    return make(span, TypeTest{std::move(operand), type.path, std::move(container)});
}

// Add ::= Mult {('+' | '-') Mult}
ExpressionParser::Draft ExpressionParser::sum() {
    Draft left = product();
    while (tokens_.at(TokenKind::plus) || tokens_.at(TokenKind::minus)) {
        const bool adds = tokens_.take().kind == TokenKind::plus;
        Draft right = product();
        const Span span = join(left->span, right->span);
        left = make(span, Binary{adds ? BinaryOperator::add : BinaryOperator::subtract,
                                 std::move(left), std::move(right)});
    }
    return left;
}

// Mult ::= Unary { '*' Unary}
ExpressionParser::Draft ExpressionParser::product() {
    Draft left = unary();
    while (tokens_.accept(TokenKind::asterisk)) {
        Draft right = unary();
        const Span span = join(left->span, right->span);
        left = make(span, Binary{BinaryOperator::multiply, std::move(left), std::move(right)});
    }
    return left;
}

// Unary ::= ['!' {'!'} | '-' {'-'}] Member, four of them at most
ExpressionParser::Draft ExpressionParser::unary() {
    const TokenKind kind = tokens_.current().kind;
    if (kind != TokenKind::exclamation && kind != TokenKind::minus) return member();
    std::vector<Token> operators;
    while (tokens_.at(kind)) {
        if (operators.size() == kMaxUnaryOperators) {
            tokens_.refuse("at most four '!' or '-' in a row");
        }
        operators.push_back(tokens_.take());
    }
    Draft operand;
    if (kind == TokenKind::minus && tokens_.at(TokenKind::integer)) {
        operand = signed_member(operators);
    } else {
        operand = member();
    }
    for (; !operators.empty(); operators.pop_back()) {
        const Span span = join(operators.back().span, operand->span);
        const auto operation =
            kind == TokenKind::minus ? UnaryOperator::negate : UnaryOperator::logical_not;
        operand = make(span, Unary{operation, std::move(operand)});
    }
    return operand;
}

// A minus directly before digits belongs to the number (INT), which is how the least Long is
// written; but in -1.a it comes after the access.
ExpressionParser::Draft ExpressionParser::signed_member(std::vector<Token>& signs) {
    const Token digits = tokens_.take();
    if (tokens_.at(TokenKind::dot) || tokens_.at(TokenKind::left_bracket)) {
        return accesses(integer(digits, {}));
    }
    Draft number = integer(digits, signs.back().span);
    signs.pop_back();
    return number;
}

ExpressionParser::Draft ExpressionParser::make(Span span, Expression::Node node) {
    const std::size_t height = std::size_t{height_below(node)} + 1;
    if (height > kMaxNesting) {
        tokens_.fail(span, "expected at most " + std::to_string(kMaxNesting) +
                               " levels of nesting, found more");
    }
    if (++made_ > kMaxExpressions) {
        tokens_.fail(span, "expected at most " + std::to_string(kMaxExpressions) +
                               " expressions in one file, found more");
    }
    return std::make_shared<Expression>(
        Expression{span, static_cast<std::uint16_t>(height), std::move(node)});
}

}  // namespace postvern::policy::language
