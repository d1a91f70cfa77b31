#include "policy/language/expression.hpp"

#include <algorithm>
#include <array>

namespace postvern::policy::language {

namespace {

// Visits a node and returns the tallest of its operands.
struct Tallest {
    static std::uint16_t of(const ExpressionPointer& operand) {
        return operand ? operand->height : std::uint16_t{0};
    }
    static std::uint16_t of(const RecordMember& member) { return of(member.value); }
    template <class Operand>
    static std::uint16_t of(const std::vector<Operand>& operands) {
        std::uint16_t height = 0;
        for (const Operand& operand : operands) height = std::max(height, of(operand));
        return height;
    }

    std::uint16_t operator()(const Literal&) const { return 0; }
    std::uint16_t operator()(const Variable&) const { return 0; }
    std::uint16_t operator()(const Unary& node) const { return of(node.operand); }
    std::uint16_t operator()(const Binary& node) const {
        return std::max(of(node.left), of(node.right));
    }
    std::uint16_t operator()(const Conjunction& node) const { return of(node.operands); }
    std::uint16_t operator()(const Disjunction& node) const { return of(node.operands); }
    std::uint16_t operator()(const Conditional& node) const {
        return std::max({of(node.condition), of(node.consequent), of(node.alternative)});
    }
    std::uint16_t operator()(const AttributeAccess& node) const { return of(node.operand); }
    std::uint16_t operator()(const AttributeTest& node) const { return of(node.operand); }
    std::uint16_t operator()(const PatternTest& node) const { return of(node.operand); }
    std::uint16_t operator()(const TypeTest& node) const {
        return std::max(of(node.operand), of(node.container));
    }
    std::uint16_t operator()(const SetConstruction& node) const { return of(node.elements); }
    std::uint16_t operator()(const RecordConstruction& node) const { return of(node.members); }
    std::uint16_t operator()(const ExtensionCall& node) const { return of(node.arguments); }
};

}  // namespace

std::uint16_t height_below(const Expression::Node& node) { return std::visit(Tallest{}, node); }

std::string_view symbol(UnaryOperator operation) {
    constexpr std::array<std::string_view, 3> kSymbols = {"!", "-", "isEmpty"};
    return kSymbols[static_cast<std::size_t>(operation)];
}

std::string_view symbol(BinaryOperator operation) {
    constexpr std::array<std::string_view, 15> kSymbols = {
        "==",       "!=",          "<",           "<=",     ">",
        ">=",       "in",          "+",           "-",      "*",
        "contains", "containsAll", "containsAny", "hasTag", "getTag"};
    return kSymbols[static_cast<std::size_t>(operation)];
}

std::string_view name_of(VariableName name) {
    constexpr std::array<std::string_view, 4> kNames = {"principal", "action", "resource",
                                                        "context"};
    return kNames[static_cast<std::size_t>(name)];
}

}  // namespace postvern::policy::language
