#include <stdexcept>
#include <string>

#include "policy/language/json/expressions.hpp"
#include "policy/language/json/value_writer.hpp"

namespace postvern::policy::language::json {

namespace {

// One function per kind of node; each writes the one member of the expression's object.
struct ExpressionWriter {
    Writer& writer;

    void write(const Expression& expression) const {
        writer.begin_object();
        std::visit(*this, expression.node);
        writer.end_object();
    }

    void member(std::string_view name, const ExpressionPointer& expression) const {
        writer.name(name);
        write(*expression);
    }

    void list(std::string_view name, const std::vector<ExpressionPointer>& elements) const {
        writer.name(name);
        writer.begin_array();
        for (const auto& element : elements) write(*element);
        writer.end_array();
    }

    void operator()(const Literal& node) const {
        writer.name("Value");
        write_value(writer, node.value);
    }

    void operator()(const Variable& node) const { writer.string("Var", name_of(node.name)); }

    void operator()(const Unary& node) const {
        writer.name(node.operation == UnaryOperator::negate ? "neg" : symbol(node.operation));
        writer.begin_object();
        member("arg", node.operand);
        writer.end_object();
    }

    void operator()(const Binary& node) const {
        writer.name(symbol(node.operation));
        writer.begin_object();
        member("left", node.left);
        member("right", node.right);
        writer.end_object();
    }

    void operator()(const Conjunction& node) const { chain("&&", node.operands); }
    void operator()(const Disjunction& node) const { chain("||", node.operands); }

    // a && b && c is {"&&": {"left": {"&&": {"left": a, "right": b}}, "right": c}}.
    void chain(std::string_view name, const std::vector<ExpressionPointer>& operands) const {
        const std::size_t pairs = operands.size() - 1;
        for (std::size_t pair = 0; pair < pairs; ++pair) {
            if (pair != 0) {
                writer.name("left");
                writer.begin_object();
            }
            writer.name(name);
            writer.begin_object();
        }
        member("left", operands.front());
        for (std::size_t pair = 0; pair < pairs; ++pair) {
            member("right", operands[pair + 1]);
            writer.end_object();
            if (pair + 1 != pairs) writer.end_object();
        }
    }

    void operator()(const Conditional& node) const {
        writer.name("if-then-else");
        writer.begin_object();
        member("if", node.condition);
        member("then", node.consequent);
        member("else", node.alternative);
        writer.end_object();
    }

    void operator()(const AttributeAccess& node) const {
        writer.name(".");
        writer.begin_object();
        member("left", node.operand);
        writer.string("attr", node.name);
        writer.end_object();
    }

    void operator()(const AttributeTest& node) const {
        writer.name("has");
        writer.begin_object();
        member("left", node.operand);
        if (node.path.size() == 1) {
            writer.string("attr", node.path.front());
        } else {
            writer.name("attr");
            writer.begin_array();
            for (const std::string& name : node.path) writer.string(name);
            writer.end_array();
        }
        writer.end_object();
    }

    void operator()(const PatternTest& node) const {
        writer.name("like");
        writer.begin_object();
        member("left", node.operand);
        writer.name("pattern");
        writer.begin_array();
        for (std::size_t part = 0; part < node.pattern.literals().size(); ++part) {
            if (part != 0) writer.string("Wildcard");
            literal(node.pattern.literals()[part]);
        }
        writer.end_array();
        writer.end_object();
    }

    void literal(const std::string& text) const {
        if (text.empty()) return;
        writer.begin_object();
        writer.string("Literal", text);
        writer.end_object();
    }

    void operator()(const TypeTest& node) const {
        writer.name("is");
        writer.begin_object();
        member("left", node.operand);
        writer.string("entity_type", node.type);
        if (node.container) member("in", node.container);
        writer.end_object();
    }

    void operator()(const SetConstruction& node) const { list("Set", node.elements); }

    void operator()(const RecordConstruction& node) const {
        writer.name("Record");
        writer.begin_object();
        for (const RecordMember& one : node.members) member(one.name, one.value);
        writer.end_object();
    }

    void operator()(const ExtensionCall& node) const {
        list(extension::signature(node.function).name, node.arguments);
    }
};

}  // namespace

void write_expression(Writer& writer, const Expression& expression) {
    ExpressionWriter{writer}.write(expression);
}

}  // namespace postvern::policy::language::json
