#include "policy/language/validation/expression_numbers.hpp"

#include <utility>

namespace postvern::policy::language::validation {

// The shape of one node: its kind, and the numbers and texts that tell it from others of its kind.
class ExpressionNumbers::Key {
  public:
    explicit Key(char kind) : text_(1, kind) {}

    Key& add(Number number) {
        for (unsigned shift = 0; shift < 32; shift += 8) {
            text_.push_back(static_cast<char>(number >> shift & 0xFFU));
        }
        return *this;
    }
    Key& add(std::string_view text) {
        add(static_cast<Number>(text.size()));
        text_.append(text);
        return *this;
    }
    std::string take() { return std::move(text_); }

  private:
    std::string text_;
};

struct ExpressionNumbers::Visitor {
    ExpressionNumbers& numbers;

    Number of(const ExpressionPointer& operand) const { return numbers.of(*operand); }
    Number intern(Key& key) const { return numbers.intern(key.take()); }
    Number intern(Key&& key) const { return intern(key); }

    Number negated(Number operand) const { return intern(Key('!').add(operand)); }

    Number chain(char kind, const std::vector<ExpressionPointer>& operands) const {
        Number left = of(operands.front());
        for (std::size_t index = 1; index < operands.size(); ++index) {
            left = intern(Key(kind).add(left).add(of(operands[index])));
        }
        return left;
    }

    Number operator()(const Literal& node) const {
        return intern(Key('l').add(to_text(node.value)));
    }
    Number operator()(const Variable& node) const {
        return intern(Key('v').add(static_cast<Number>(node.name)));
    }
    Number operator()(const Unary& node) const {
        if (node.operation == UnaryOperator::logical_not) return negated(of(node.operand));
        return intern(Key('u').add(static_cast<Number>(node.operation)).add(of(node.operand)));
    }
    Number binary(BinaryOperator operation, const Binary& node) const {
        return intern(
            Key('b').add(static_cast<Number>(operation)).add(of(node.left)).add(of(node.right)));
    }
    // Cedar takes a != b, a > b and a >= b for !(a == b), !(a <= b) and !(a < b).
    Number operator()(const Binary& node) const {
        switch (node.operation) {
            case BinaryOperator::not_equal:
                return negated(binary(BinaryOperator::equal, node));
            case BinaryOperator::greater:
                return negated(binary(BinaryOperator::less_or_equal, node));
            case BinaryOperator::greater_or_equal:
                return negated(binary(BinaryOperator::less, node));
            default:
                return binary(node.operation, node);
        }
    }
    Number operator()(const Conjunction& node) const { return chain('&', node.operands); }
    Number operator()(const Disjunction& node) const { return chain('|', node.operands); }
    Number operator()(const Conditional& node) const {
        return intern(
            Key('?').add(of(node.condition)).add(of(node.consequent)).add(of(node.alternative)));
    }
    Number operator()(const AttributeAccess& node) const {
        return numbers.of_access(of(node.operand), node.name);
    }
    Number operator()(const AttributeTest& node) const {
        Key key('h');
        key.add(of(node.operand));
        for (const std::string& name : node.path) key.add(name);
        return intern(key);
    }
    Number operator()(const PatternTest& node) const {
        Key key('p');
        key.add(of(node.operand));
        for (const std::string& literal : node.pattern.literals()) key.add(literal);
        return intern(key);
    }
    Number operator()(const TypeTest& node) const {
        const Number operand = of(node.operand);
        const Number is = intern(Key('i').add(operand).add(node.type));
        if (!node.container) return is;
        const Number in = intern(Key('b')
                                     .add(static_cast<Number>(BinaryOperator::in))
                                     .add(operand)
                                     .add(of(node.container)));
        return intern(Key('&').add(is).add(in));
    }
    Number operator()(const SetConstruction& node) const {
        Key key('s');
        for (const ExpressionPointer& element : node.elements) key.add(of(element));
        return intern(key);
    }
    Number operator()(const RecordConstruction& node) const {
        Key key('r');
        for (const RecordMember& member : node.members) key.add(member.name).add(of(member.value));
        return intern(key);
    }
    Number operator()(const ExtensionCall& node) const {
        Key key('x');
        key.add(static_cast<Number>(node.function));
        for (const ExpressionPointer& argument : node.arguments) key.add(of(argument));
        return intern(key);
    }
};

ExpressionNumbers::Number ExpressionNumbers::of(const Expression& expression) {
    if (const auto known = known_.find(&expression); known != known_.end()) return known->second;
    const Number number = std::visit(Visitor{*this}, expression.node);
    known_.emplace(&expression, number);
    return number;
}

ExpressionNumbers::Number ExpressionNumbers::of_access(Number operand, std::string_view name) {
    return intern(Key('.').add(operand).add(name).take());
}

ExpressionNumbers::Number ExpressionNumbers::of_text(std::string_view text) {
    return intern(Key('l').add(to_quoted(text)).take());
}

ExpressionNumbers::Number ExpressionNumbers::intern(std::string key) {
    const auto next = static_cast<Number>(numbers_.size());
    return numbers_.emplace(std::move(key), next).first->second;
}

}  // namespace postvern::policy::language::validation
