#include <cstdint>
#include <string_view>

#include "policy/language/format/policy_text.hpp"
#include "policy/language/name_parser.hpp"

namespace postvern::policy::language {

namespace {

// How tightly the grammar binds what a node is written as, the loosest first.
enum class Binding : std::uint8_t {
    expression,  // if .. then .. else ..
    disjunction,
    conjunction,
    relation,
    sum,
    product,
    unary,
    member,
};

Binding binding_of(BinaryOperator operation) {
    switch (operation) {
        case BinaryOperator::add:
        case BinaryOperator::subtract:
            return Binding::sum;
        case BinaryOperator::multiply:
            return Binding::product;
        case BinaryOperator::contains:
        case BinaryOperator::contains_all:
        case BinaryOperator::contains_any:
        case BinaryOperator::has_tag:
        case BinaryOperator::get_tag:
            return Binding::member;
        default:
            return Binding::relation;
    }
}

struct BindingOf {
    Binding operator()(const Literal& node) const {
        const std::int64_t* const number = node.value.as_long();
        return number != nullptr && *number < 0 ? Binding::unary : Binding::member;
    }
    Binding operator()(const Unary& node) const {
        return node.operation == UnaryOperator::is_empty ? Binding::member : Binding::unary;
    }
    Binding operator()(const Binary& node) const { return binding_of(node.operation); }
    Binding operator()(const Conjunction&) const { return Binding::conjunction; }
    Binding operator()(const Disjunction&) const { return Binding::disjunction; }
    Binding operator()(const Conditional&) const { return Binding::expression; }
    Binding operator()(const AttributeTest&) const { return Binding::relation; }
    Binding operator()(const PatternTest&) const { return Binding::relation; }
    Binding operator()(const TypeTest&) const { return Binding::relation; }
    template <class Node>
    Binding operator()(const Node&) const {
        return Binding::member;
    }
};

// A pattern as a literal: its stars escaped, its wildcards not.
std::string pattern_text(const Pattern& pattern) {
    std::string text;
    for (const std::string& literal : pattern.literals()) {
        if (!text.empty()) text.push_back('*');
        const std::string quoted = to_quoted(literal);
        if (text.empty()) text.push_back('"');
        for (const char octet : std::string_view(quoted).substr(1, quoted.size() - 2)) {
            if (octet == '*') text.push_back('\\');
            text.push_back(octet);
        }
    }
    return text + "\"";
}

// Appends to one text, so that no part is copied once per level.
class TextWriter {
  public:
    std::string take() { return std::move(text_); }

    // In parentheses, where the place asks for something that binds more tightly.
    void write(const Expression& expression, Binding least) {
        const bool loose = std::visit(BindingOf{}, expression.node) < least;
        if (loose) put("(");
        std::visit([this](const auto& node) { write_node(node); }, expression.node);
        if (loose) put(")");
    }

  private:
    void put(std::string_view text) { text_ += text; }

    void write_node(const Literal& node) { put(to_text(node.value)); }
    void write_node(const Variable& node) { put(name_of(node.name)); }

    // Two operators in a row, and a minus before a number, would be read as something else.
    void write_node(const Unary& node) {
        if (node.operation == UnaryOperator::is_empty) {
            write(*node.operand, Binding::member);
            return put(".isEmpty()");
        }
        put(symbol(node.operation));
        const auto* const literal = std::get_if<Literal>(&node.operand->node);
        const bool number = literal != nullptr && literal->value.as_long() != nullptr;
        if (number) put("(");
        write(*node.operand, number ? Binding::expression : Binding::member);
        if (number) put(")");
    }

    void write_node(const Binary& node) {
        const Binding binding = binding_of(node.operation);
        if (binding == Binding::member) {
            write(*node.left, Binding::member);
            put(".");
            put(symbol(node.operation));
            put("(");
            write(*node.right, Binding::expression);
            return put(")");
        }
        // Comparisons do not chain; sums and products do, to the left.
        const Binding tighter = next(binding);
        write(*node.left, binding == Binding::relation ? tighter : binding);
        put(" ");
        put(symbol(node.operation));
        put(" ");
        write(*node.right, tighter);
    }

    static Binding next(Binding binding) {
        return static_cast<Binding>(static_cast<std::uint8_t>(binding) + 1);
    }

    void write_node(const Conjunction& node) { chain(node.operands, " && ", Binding::relation); }
    void write_node(const Disjunction& node) { chain(node.operands, " || ", Binding::conjunction); }

    void chain(const std::vector<ExpressionPointer>& operands, std::string_view between,
               Binding least) {
        for (std::size_t index = 0; index < operands.size(); ++index) {
            if (index != 0) put(between);
            write(*operands[index], least);
        }
    }

    void write_node(const Conditional& node) {
        put("if ");
        write(*node.condition, Binding::expression);
        put(" then ");
        write(*node.consequent, Binding::expression);
        put(" else ");
        write(*node.alternative, Binding::expression);
    }

    void write_node(const AttributeAccess& node) {
        write(*node.operand, Binding::member);
        if (is_attribute_identifier(node.name)) {
            put(".");
            put(node.name);
        } else {
            put("[");
            put(to_quoted(node.name));
            put("]");
        }
    }

    void write_node(const AttributeTest& node) {
        write(*node.operand, Binding::sum);
        put(" has ");
        for (std::size_t index = 0; index < node.path.size(); ++index) {
            if (index != 0) put(".");
            put_name(node.path[index]);
        }
    }

    void put_name(const std::string& name) {
        put(is_attribute_identifier(name) ? name : to_quoted(name));
    }

    void write_node(const PatternTest& node) {
        write(*node.operand, Binding::sum);
        put(" like ");
        put(pattern_text(node.pattern));
    }

    void write_node(const TypeTest& node) {
        write(*node.operand, Binding::sum);
        put(" is ");
        put(node.type);
        if (!node.container) return;
        put(" in ");
        write(*node.container, Binding::sum);
    }

    void write_node(const SetConstruction& node) {
        put("[");
        list(node.elements);
        put("]");
    }

    void list(std::span<const ExpressionPointer> elements) {
        for (std::size_t index = 0; index < elements.size(); ++index) {
            if (index != 0) put(", ");
            write(*elements[index], Binding::expression);
        }
    }

    void write_node(const RecordConstruction& node) {
        put("{");
        for (std::size_t index = 0; index < node.members.size(); ++index) {
            if (index != 0) put(", ");
            put_name(node.members[index].name);
            put(": ");
            write(*node.members[index].value, Binding::expression);
        }
        put("}");
    }

    void write_node(const ExtensionCall& node) {
        const extension::Signature& called = extension::signature(node.function);
        std::span<const ExpressionPointer> arguments = node.arguments;
        if (called.style == extension::CallStyle::method) {
            write(*arguments.front(), Binding::member);
            arguments = arguments.subspan(1);
            put(".");
        }
        put(called.name);
        put("(");
        list(arguments);
        put(")");
    }

    std::string text_;
};

}  // namespace

std::string to_text(const Expression& expression) {
    TextWriter writer;
    writer.write(expression, Binding::expression);
    return writer.take();
}

}  // namespace postvern::policy::language
