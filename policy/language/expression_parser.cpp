#include "policy/language/expression_parser.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <limits>
#include <optional>
#include <utility>

#include "policy/language/limits.hpp"
#include "policy/language/name_parser.hpp"
#include "policy/language/string_literal.hpp"

namespace postvern::policy::language {

namespace {

constexpr std::size_t kMaxUnaryOperators = 4;  // Unary ::= ['!' | '-']x4 Member

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

std::optional<VariableName> variable_name(std::string_view word) {
    if (word == "principal") return VariableName::principal;
    if (word == "action") return VariableName::action;
    if (word == "resource") return VariableName::resource;
    if (word == "context") return VariableName::context;
    return std::nullopt;
}

std::optional<BinaryOperator> set_method(std::string_view name) {
    if (name == "contains") return BinaryOperator::contains;
    if (name == "containsAll") return BinaryOperator::contains_all;
    if (name == "containsAny") return BinaryOperator::contains_any;
    return std::nullopt;
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
    return make(span, Conditional{std::move(condition), std::move(consequent),
                                  std::move(alternative)});
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

// Relation ::= Add [RELOP Add] | Add 'has' (IDENT | STR) | Add 'like' PAT | Add 'is' Path ('in' Add)?
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

// Unary ::= ['!' | '-']x4 Member
// A minus directly before digits belongs to the number (INT), which is how the least Long is
// written.
ExpressionParser::Draft ExpressionParser::unary() {
    std::vector<Token> operators;
    while (tokens_.at(TokenKind::exclamation) || tokens_.at(TokenKind::minus)) {
        if (operators.size() == kMaxUnaryOperators) tokens_.refuse("at most four '!' or '-'");
        operators.push_back(tokens_.take());
    }
    Draft operand;
    if (!operators.empty() && operators.back().kind == TokenKind::minus &&
        tokens_.at(TokenKind::integer)) {
        operand = integer(operators.back().span);
        operators.pop_back();
    } else {
        operand = member();
    }
    for (; !operators.empty(); operators.pop_back()) {
        const Span span = join(operators.back().span, operand->span);
        const auto operation = operators.back().kind == TokenKind::minus
                                   ? UnaryOperator::negate
                                   : UnaryOperator::logical_not;
        operand = make(span, Unary{operation, std::move(operand)});
    }
    return operand;
}

// Member ::= Primary {Access};   Access ::= '.' IDENT ['(' [ExprList] ')'] | '[' STR ']'
ExpressionParser::Draft ExpressionParser::member() {
    Draft operand = primary();
    while (true) {
        if (tokens_.accept(TokenKind::dot)) {
            operand = attribute(std::move(operand));
        } else if (tokens_.accept(TokenKind::left_bracket)) {
            operand = index(std::move(operand));
        } else {
            return operand;
        }
    }
}

ExpressionParser::Draft ExpressionParser::attribute(Draft operand) {
    const Token name = tokens_.expect_name("an attribute name");
    if (tokens_.at(TokenKind::left_parenthesis)) return method(std::move(operand), name);
    const Span span = join(operand->span, name.span);
    return make(span, AttributeAccess{std::move(operand), std::string(name.text)});
}

ExpressionParser::Draft ExpressionParser::index(Draft operand) {
    if (!tokens_.at(TokenKind::string)) tokens_.refuse("an attribute name in quotes");
    std::string name = read_string(tokens_.source(), tokens_.take());
    const Span span = join(operand->span, tokens_.expect(TokenKind::right_bracket).span);
    return make(span, AttributeAccess{std::move(operand), std::move(name)});
}

ExpressionParser::Draft ExpressionParser::method(Draft operand, const Token& name) {
    const auto operation = set_method(name.text);
    if (!operation && name.text != "isEmpty") {
        tokens_.fail(name.span, "expected one of the methods contains, containsAll, containsAny, "
                                "isEmpty, found '" + std::string(name.text) + "'");
    }
    tokens_.expect(TokenKind::left_parenthesis);
    Draft argument = operation ? expression() : nullptr;
    const Span span = join(operand->span, tokens_.expect(TokenKind::right_parenthesis).span);
    if (!operation) return make(span, Unary{UnaryOperator::is_empty, std::move(operand)});
    return make(span, Binary{*operation, std::move(operand), std::move(argument)});
}

ExpressionParser::Draft ExpressionParser::primary() {
    switch (tokens_.current().kind) {
        case TokenKind::integer:
            return integer({});
        case TokenKind::string: {
            const Token token = tokens_.take();
            return make(token.span, Literal{read_string(tokens_.source(), token)});
        }
        case TokenKind::left_parenthesis:
            return parenthesis();
        case TokenKind::left_bracket:
            return set();
        case TokenKind::left_brace:
            return record();
        case TokenKind::identifier:
            return word();
        case TokenKind::question_mark:
            tokens_.fail(tokens_.current().span,
                         "expected an expression, found a template slot: templates are not "
                         "supported");
        default:
            tokens_.refuse("an expression");
    }
}

// LITERAL, VAR or Entity; an ExtFun is refused.
ExpressionParser::Draft ExpressionParser::word() {
    if (tokens_.at_word("true") || tokens_.at_word("false")) {
        const Token token = tokens_.take();
        return make(token.span, Literal{token.text == "true"});
    }
    if (!tokens_.at_name()) tokens_.refuse("an expression");
    Name name = parse_name(tokens_);
    if (name.id) {
        return make(name.span, Literal{EntityUid{std::move(name.path), std::move(*name.id)}});
    }
    if (tokens_.at(TokenKind::left_parenthesis)) {
        tokens_.fail(name.span, "expected an expression, found a call of '" + name.path +
                                    "': extension functions are not supported");
    }
    if (const auto variable = variable_name(name.path)) {
        return make(name.span, Variable{*variable});
    }
    tokens_.fail(name.span,
                 "expected principal, action, resource, context, a literal or an entity, found '" +
                     name.path + "'");
}

// `sign`: where the minus stands; empty if there is none.
ExpressionParser::Draft ExpressionParser::integer(Span sign) {
    const Token token = tokens_.take();
    const bool negative = sign.end != sign.begin;
    const std::uint64_t largest =
        static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()) + (negative ? 1 : 0);
    std::uint64_t magnitude = 0;
    const auto parsed =
        std::from_chars(token.text.data(), token.text.data() + token.text.size(), magnitude);
    if (parsed.ec != std::errc{} || magnitude > largest) {
        tokens_.fail(token.span,
                     "expected an integer from -9223372036854775808 to 9223372036854775807, "
                     "found one beyond");
    }
    // Two's complement, so that the least value needs no case of its own.
    const auto value = static_cast<std::int64_t>(negative ? 0 - magnitude : magnitude);
    return make(negative ? join(sign, token.span) : token.span, Literal{value});
}

ExpressionParser::Draft ExpressionParser::parenthesis() {
    const Span begin = tokens_.take().span;
    Draft inner = expression();
    inner->span = join(begin, tokens_.expect(TokenKind::right_parenthesis).span);
    return inner;
}

ExpressionParser::Draft ExpressionParser::set() {
    const Span begin = tokens_.take().span;
    SetConstruction node;
    if (!tokens_.at(TokenKind::right_bracket)) {
        do {
            node.elements.push_back(expression());
        } while (tokens_.accept(TokenKind::comma));
    }
    if (!tokens_.at(TokenKind::right_bracket)) tokens_.refuse("',' or ']'");
    return make(join(begin, tokens_.take().span), std::move(node));
}

// RecInits ::= (IDENT | STR) ':' Expr {',' (IDENT | STR) ':' Expr}
ExpressionParser::Draft ExpressionParser::record() {
    const Span begin = tokens_.take().span;
    RecordConstruction node;
    if (!tokens_.at(TokenKind::right_brace)) {
        do {
            std::string name = record_key();
            tokens_.expect(TokenKind::colon);
            node.members.push_back({std::move(name), expression()});
        } while (tokens_.accept(TokenKind::comma));
    }
    if (!tokens_.at(TokenKind::right_brace)) tokens_.refuse("',' or '}'");
    const Span span = join(begin, tokens_.take().span);
    std::stable_sort(node.members.begin(), node.members.end(),
                     [](const auto& left, const auto& right) { return left.name < right.name; });
    const auto twice =
        std::adjacent_find(node.members.begin(), node.members.end(),
                           [](const auto& left, const auto& right) { return left.name == right.name; });
    if (twice != node.members.end()) {
        tokens_.fail(span, "expected each attribute once, found " + to_quoted(twice->name) +
                               " twice in the record");
    }
    return make(span, std::move(node));
}

std::string ExpressionParser::record_key() {
    if (tokens_.at(TokenKind::string)) return read_string(tokens_.source(), tokens_.take());
    return std::string(tokens_.expect_name("an attribute name").text);
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
    return std::make_unique<Expression>(
        Expression{span, static_cast<std::uint16_t>(height), std::move(node)});
}

}  // namespace postvern::policy::language
