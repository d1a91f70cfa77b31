#include <algorithm>
#include <charconv>
#include <cstdint>
#include <limits>
#include <optional>
#include <utility>

#include "policy/language/expression_parser.hpp"
#include "policy/language/limits.hpp"
#include "policy/language/name_parser.hpp"
#include "policy/language/string_literal.hpp"

namespace postvern::policy::language {

namespace {

std::optional<VariableName> variable_name(std::string_view word) {
    if (word == "principal") return VariableName::principal;
    if (word == "action") return VariableName::action;
    if (word == "resource") return VariableName::resource;
    if (word == "context") return VariableName::context;
    return std::nullopt;
}

// The methods that are no extension functions, isEmpty aside.
std::optional<BinaryOperator> binary_method(std::string_view name) {
    if (name == "contains") return BinaryOperator::contains;
    if (name == "containsAll") return BinaryOperator::contains_all;
    if (name == "containsAny") return BinaryOperator::contains_any;
    if (name == "hasTag") return BinaryOperator::has_tag;
    if (name == "getTag") return BinaryOperator::get_tag;
    return std::nullopt;
}

}  // namespace

// Member ::= Primary {Access};   Access ::= '.' IDENT ['(' [ExprList] ')'] | '[' STR ']'
ExpressionParser::Draft ExpressionParser::member() { return accesses(primary()); }

ExpressionParser::Draft ExpressionParser::accesses(Draft operand) {
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
    const auto binary = binary_method(name.text);
    const auto function = extension::find_function(name.text, extension::CallStyle::method);
    if (!binary && !function && name.text != "isEmpty") {
        tokens_.fail(name.span, "expected a method, found '" + std::string(name.text) + "'");
    }
    std::vector<ExpressionPointer> given = arguments();
    const Span span = tokens_.since(operand->span);
    if (function) {
        given.insert(given.begin(), std::move(operand));
        return make(span, ExtensionCall{*function, std::move(given)});
    }
    if (given.size() != (binary ? 1U : 0U)) {
        tokens_.fail(name.span,
                     std::string(binary ? "expected one argument" : "expected no arguments") +
                         " of '" + std::string(name.text) + "', found " +
                         std::to_string(given.size()));
    }
    if (!binary) return make(span, Unary{UnaryOperator::is_empty, std::move(operand)});
    return make(span, Binary{*binary, std::move(operand), std::move(given.front())});
}

// '(' [Expr {',' Expr} [',']] ')'
std::vector<ExpressionPointer> ExpressionParser::arguments() {
    tokens_.expect(TokenKind::left_parenthesis);
    return list(TokenKind::right_parenthesis, "',' or ')'");
}

// [Expr {',' Expr} [',']] and the closing bracket.
std::vector<ExpressionPointer> ExpressionParser::list(TokenKind closing,
                                                      std::string_view expected) {
    std::vector<ExpressionPointer> elements;
    while (!tokens_.accept(closing)) {
        elements.push_back(expression());
        if (!tokens_.accept(TokenKind::comma) && !tokens_.at(closing)) tokens_.refuse(expected);
    }
    return elements;
}

ExpressionParser::Draft ExpressionParser::primary() {
    switch (tokens_.current().kind) {
        case TokenKind::integer:
            return integer(tokens_.take(), {});
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
                         "expected an expression, found a template slot, which belongs in the "
                         "scope");
        default:
            tokens_.refuse("an expression");
    }
}

// LITERAL, VAR, Entity or ExtFun '(' [ExprList] ')'
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
    if (tokens_.at(TokenKind::left_parenthesis)) return function(name);
    if (const auto variable = variable_name(name.path)) {
        return make(name.span, Variable{*variable});
    }
    tokens_.fail(name.span,
                 "expected principal, action, resource, context, a literal or an entity, found '" +
                     name.path + "'");
}

ExpressionParser::Draft ExpressionParser::function(const Name& name) {
    const auto called = extension::find_function(name.path, extension::CallStyle::function);
    if (!called) {
        tokens_.fail(name.span,
                     "expected one of the functions ip, decimal, datetime, duration, "
                     "found '" +
                         name.path + "'");
    }
    std::vector<ExpressionPointer> given = arguments();
    return make(tokens_.since(name.span), ExtensionCall{*called, std::move(given)});
}

// `sign`: where the minus stands; empty if there is none.
ExpressionParser::Draft ExpressionParser::integer(const Token& token, Span sign) {
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
    SetConstruction node{list(TokenKind::right_bracket, "',' or ']'")};
    return make(tokens_.since(begin), std::move(node));
}

// RecInits ::= (IDENT | STR) ':' Expr {',' (IDENT | STR) ':' Expr} [',']
ExpressionParser::Draft ExpressionParser::record() {
    const Span begin = tokens_.take().span;
    RecordConstruction node;
    while (!tokens_.accept(TokenKind::right_brace)) {
        std::string name = record_key();
        tokens_.expect(TokenKind::colon);
        node.members.push_back({std::move(name), expression()});
        if (!tokens_.accept(TokenKind::comma) && !tokens_.at(TokenKind::right_brace)) {
            tokens_.refuse("',' or '}'");
        }
    }
    const Span span = tokens_.since(begin);
    std::stable_sort(node.members.begin(), node.members.end(),
                     [](const auto& left, const auto& right) { return left.name < right.name; });
    const auto twice = std::adjacent_find(
        node.members.begin(), node.members.end(),
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

}  // namespace postvern::policy::language
