// The abstract syntax of Cedar expressions: one struct per kind of node, in a variant.
// Immutable once parsed, so threads may share it.
// INVARIANT: `height` is at most kMaxNesting for every node that the parser makes; so recursion
// along a tree, its destruction included, is bounded.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "policy/language/extension/function.hpp"
#include "policy/language/pattern.hpp"
#include "policy/language/position.hpp"
#include "policy/language/value.hpp"

namespace postvern::policy::language {

struct Expression;
// Shared, because the policies linked from a template share its expressions.
using ExpressionPointer = std::shared_ptr<const Expression>;

enum class VariableName : std::uint8_t { principal, action, resource, context };

enum class UnaryOperator : std::uint8_t { logical_not, negate, is_empty };

enum class BinaryOperator : std::uint8_t {
    equal,
    not_equal,
    less,
    less_or_equal,
    greater,
    greater_or_equal,
    in,
    add,
    subtract,
    multiply,
    contains,      // methods of sets, written set.contains(value)
    contains_all,  //
    contains_any,  //
    has_tag,       // methods of entities, written entity.hasTag("name")
    get_tag,       //
};

// true, -7, "text", User::"alice"
struct Literal {
    Value value;
};

struct Variable {
    VariableName name;
};

struct Unary {
    UnaryOperator operation;
    ExpressionPointer operand;
};

struct Binary {
    BinaryOperator operation;
    ExpressionPointer left;
    ExpressionPointer right;
};

// a && b && c: one node however long the chain, two operands or more.
struct Conjunction {
    std::vector<ExpressionPointer> operands;
};

// a || b || c
struct Disjunction {
    std::vector<ExpressionPointer> operands;
};

// if condition then consequent else alternative
struct Conditional {
    ExpressionPointer condition;
    ExpressionPointer consequent;
    ExpressionPointer alternative;
};

// operand.name and operand["name"]
struct AttributeAccess {
    ExpressionPointer operand;
    std::string name;
};

// operand has a.b.c; one name or more. A name in quotes stands alone.
struct AttributeTest {
    ExpressionPointer operand;
    std::vector<std::string> path;
};

// operand like "pattern"
struct PatternTest {
    ExpressionPointer operand;
    Pattern pattern;
};

// operand is Type, and operand is Type in container (null where absent)
struct TypeTest {
    ExpressionPointer operand;
    std::string type;
    ExpressionPointer container;
};

// [a, b, c]
struct SetConstruction {
    std::vector<ExpressionPointer> elements;
};

struct RecordMember {
    std::string name;
    ExpressionPointer value;
};

// {a: 1, "b c": 2}; in ascending order of names, each once.
struct RecordConstruction {
    std::vector<RecordMember> members;
};

// ip("10.0.0.1") and address.isInRange(range): the receiver of a method is the first argument.
// There may be more or fewer arguments than the function's signature says: Cedar takes that for an
// error of evaluation (after the arguments' own), and the validator for an error of the policy.
struct ExtensionCall {
    extension::Function function;
    std::vector<ExpressionPointer> arguments;
};

struct Expression {
    using Node = std::variant<Literal, Variable, Unary, Binary, Conjunction, Disjunction,
                              Conditional, AttributeAccess, AttributeTest, PatternTest, TypeTest,
                              SetConstruction, RecordConstruction, ExtensionCall>;

    Span span;
    std::uint16_t height = 1;  // nodes on the longest way down to a leaf, this one included
    Node node;
};

// Height of the tallest expression directly below `node`; 0 below a leaf.
std::uint16_t height_below(const Expression::Node& node);

// How Cedar writes an operator: "==", "in", "contains".
std::string_view symbol(UnaryOperator operation);
std::string_view symbol(BinaryOperator operation);
// "principal", "action", "resource" or "context".
std::string_view name_of(VariableName name);

}  // namespace postvern::policy::language
