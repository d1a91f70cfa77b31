#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "policy/language/json/expressions.hpp"
#include "policy/language/json/values.hpp"
#include "policy/language/limits.hpp"
#include "policy/language/name_parser.hpp"

namespace postvern::policy::language::json {

namespace {

struct BinaryName {
    std::string_view name;
    BinaryOperator operation;
};

constexpr std::array<BinaryName, 15> kBinaryNames = {{
    {"==", BinaryOperator::equal},
    {"!=", BinaryOperator::not_equal},
    {"<", BinaryOperator::less},
    {"<=", BinaryOperator::less_or_equal},
    {">", BinaryOperator::greater},
    {">=", BinaryOperator::greater_or_equal},
    {"in", BinaryOperator::in},
    {"+", BinaryOperator::add},
    {"-", BinaryOperator::subtract},
    {"*", BinaryOperator::multiply},
    {"contains", BinaryOperator::contains},
    {"containsAll", BinaryOperator::contains_all},
    {"containsAny", BinaryOperator::contains_any},
    {"hasTag", BinaryOperator::has_tag},
    {"getTag", BinaryOperator::get_tag},
}};

class ExpressionReader {
  public:
    explicit ExpressionReader(const Document& document) : document_(document) {}

    // An object with one member, whose name says what kind of expression it is.
    ExpressionPointer read(const Node& node) const {
        const Object& object = document_.object(node, "an expression, an object");
        if (object.members().size() != 1) {
            document_.fail(node.span, "expected one member in the object of an expression, found " +
                                          std::to_string(object.members().size()));
        }
        const std::string& name = object.members().front().name;
        const Node& content = object.members().front().value;
        if (name == "Value") return value(content);
        if (name == "Var") return variable(content);
        if (name == "!") return unary(node, content, UnaryOperator::logical_not);
        if (name == "neg") return unary(node, content, UnaryOperator::negate);
        if (name == "isEmpty") return unary(node, content, UnaryOperator::is_empty);
        if (name == "&&") return make(node, Conjunction{chain(node, name)});
        if (name == "||") return make(node, Disjunction{chain(node, name)});
        if (name == ".") return attribute_access(node, content);
        if (name == "has") return attribute_test(node, content);
        if (name == "is") return type_test(node, content);
        if (name == "like") return pattern_test(node, content);
        if (name == "if-then-else") return conditional(node, content);
        if (name == "Set") return make(node, SetConstruction{list(content)});
        if (name == "Record") return record(node, content);
        const auto* const binary_name =
            std::find_if(kBinaryNames.begin(), kBinaryNames.end(),
                         [&](const BinaryName& candidate) { return candidate.name == name; });
        if (binary_name != kBinaryNames.end()) return binary(node, content, binary_name->operation);
        return call(node, name, content);
    }

  private:
    // A value is written out as the expression that makes it.
    ExpressionPointer value(const Node& node) const {
        if (auto uid = read_entity_escape(document_, node)) {
            return make(node, Literal{std::move(*uid)});
        }
        if (const auto escape = read_extension_escape(document_, node)) {
            ExtensionCall call{escape->function, {}};
            for (const Node* argument : escape->arguments)
                call.arguments.push_back(value(*argument));
            return checked_call(node, std::move(call));
        }
        if (const Array* const array = node.as_array()) {
            SetConstruction set;
            for (const Node& element : *array) set.elements.push_back(value(element));
            return make(node, std::move(set));
        }
        const Object* const object = node.as_object();
        if (object == nullptr) return make(node, Literal{read_value(document_, node)});
        RecordConstruction record;
        for (const Member& member : object->members()) {
            if (member.name == "__expr") {
                document_.fail(member.name_span,
                               "expected an attribute, found the escape "
                               "\"__expr\", which Cedar has no longer");
            }
            record.members.push_back({member.name, value(member.value)});
        }
        return make_record(node, std::move(record));
    }

    ExpressionPointer variable(const Node& node) const {
        constexpr std::array<std::string_view, 4> kNames = {"principal", "action", "resource",
                                                            "context"};
        const std::string& name = document_.string(node, "the name of a variable");
        const auto* const found = std::find(kNames.begin(), kNames.end(), name);
        if (found == kNames.end()) {
            document_.fail(node.span, "expected principal, action, resource or context, found " +
                                          language::to_quoted(name));
        }
        return make(node, Variable{static_cast<VariableName>(found - kNames.begin())});
    }

    ExpressionPointer unary(const Node& node, const Node& content, UnaryOperator operation) const {
        const Object& object = members(content, {"arg"});
        return make(node, Unary{operation, operand(content, object, "arg")});
    }

    ExpressionPointer binary(const Node& node, const Node& content,
                             BinaryOperator operation) const {
        const Object& object = members(content, {"left", "right"});
        ExpressionPointer left = operand(content, object, "left");
        return make(node, Binary{operation, std::move(left), operand(content, object, "right")});
    }

    // The operands of a chain nested to the left, in order.
    std::vector<ExpressionPointer> chain(const Node& node, const std::string& name) const {
        std::vector<const Node*> found;  // the last operand first
        const Node* left = &node;
        while (const Node* const content = only_member(*left, name)) {
            const Object& object = members(*content, {"left", "right"});
            found.push_back(&document_.member(*content, object, "right"));
            left = &document_.member(*content, object, "left");
        }
        std::vector<ExpressionPointer> operands{read(*left)};
        for (auto operand = found.rbegin(); operand != found.rend(); ++operand) {
            operands.push_back(read(**operand));
        }
        return operands;
    }

    static const Node* only_member(const Node& node, const std::string& name) {
        const Object* const object = node.as_object();
        return object != nullptr && object->members().size() == 1 ? object->find(name) : nullptr;
    }

    ExpressionPointer attribute_access(const Node& node, const Node& content) const {
        const Object& object = members(content, {"left", "attr"});
        const Node& name = document_.member(content, object, "attr");
        return make(node, AttributeAccess{operand(content, object, "left"),
                                          document_.string(name, "the name of an attribute")});
    }

    // A name alone may be any; several must be such that text can write them.
    ExpressionPointer attribute_test(const Node& node, const Node& content) const {
        const Object& object = members(content, {"left", "attr"});
        const Node& names = document_.member(content, object, "attr");
        AttributeTest test{operand(content, object, "left"), {}};
        if (const std::string* const name = names.as_string()) {
            test.path.push_back(*name);
            return make(node, std::move(test));
        }
        const Array& array = document_.array(names, "the name of an attribute or a list of names");
        if (array.empty()) document_.fail(names.span, "expected a name at least, found none");
        for (const Node& one : array) {
            const std::string& name = document_.string(one, "the name of an attribute");
            if (array.size() > 1 && !is_attribute_identifier(name)) {
                document_.fail(one.span, "expected an identifier among several names, found " +
                                             language::to_quoted(name));
            }
            test.path.push_back(name);
        }
        return make(node, std::move(test));
    }

    ExpressionPointer type_test(const Node& node, const Node& content) const {
        const Object& object = members(content, {"left", "entity_type", "in"});
        const Node& type = document_.member(content, object, "entity_type");
        const std::string& name = document_.string(type, "an entity type");
        if (!is_type_name(name)) {
            document_.fail(type.span,
                           "expected an entity type, found " + language::to_quoted(name));
        }
        TypeTest test{operand(content, object, "left"), name, nullptr};
        if (const Node* const container = object.find("in")) test.container = read(*container);
        return make(node, std::move(test));
    }

    ExpressionPointer pattern_test(const Node& node, const Node& content) const {
        const Object& object = members(content, {"left", "pattern"});
        const Node& pattern = document_.member(content, object, "pattern");
        std::vector<std::string> literals(1);
        for (const Node& part : document_.array(pattern, "a list of the parts of a pattern")) {
            if (const Node* const literal = only_member(part, "Literal")) {
                literals.back() += document_.string(*literal, "the text of a pattern");
            } else if (part.as_string() != nullptr && *part.as_string() == "Wildcard") {
                literals.emplace_back();
            } else {
                document_.refuse(part, "\"Wildcard\" or {\"Literal\": text}");
            }
        }
        return make(node,
                    PatternTest{operand(content, object, "left"), Pattern(std::move(literals))});
    }

    ExpressionPointer conditional(const Node& node, const Node& content) const {
        const Object& object = members(content, {"if", "then", "else"});
        ExpressionPointer condition = operand(content, object, "if");
        ExpressionPointer consequent = operand(content, object, "then");
        return make(node, Conditional{std::move(condition), std::move(consequent),
                                      operand(content, object, "else")});
    }

    ExpressionPointer record(const Node& node, const Node& content) const {
        RecordConstruction record;
        for (const Member& member :
             document_.object(content, "the members of a record").members()) {
            record.members.push_back({member.name, read(member.value)});
        }
        return make_record(node, std::move(record));
    }

    ExpressionPointer call(const Node& node, const std::string& name, const Node& content) const {
        const auto function = extension::find_function(name);
        if (!function) {
            document_.fail(node.span, "expected an operator or an extension function, found " +
                                          language::to_quoted(name));
        }
        return checked_call(node, {*function, list(content)});
    }

    // A method without a receiver could not be written as text.
    ExpressionPointer checked_call(const Node& node, ExtensionCall call) const {
        const extension::Signature& called = extension::signature(call.function);
        if (called.style == extension::CallStyle::method && call.arguments.empty()) {
            document_.fail(node.span, "expected a receiver of the method " +
                                          std::string(called.name) + ", found no arguments");
        }
        return make(node, std::move(call));
    }

    std::vector<ExpressionPointer> list(const Node& node) const {
        std::vector<ExpressionPointer> elements;
        for (const Node& element : document_.array(node, "a list of expressions")) {
            elements.push_back(read(element));
        }
        return elements;
    }

    const Object& members(const Node& node, std::initializer_list<std::string_view> known) const {
        const Object& object = document_.object(node, "the operands, an object");
        document_.only_members(object, known);
        return object;
    }

    ExpressionPointer operand(const Node& node, const Object& object, std::string_view name) const {
        return read(document_.member(node, object, name));
    }

    ExpressionPointer make_record(const Node& node, RecordConstruction record) const {
        std::sort(record.members.begin(), record.members.end(),
                  [](const auto& left, const auto& right) { return left.name < right.name; });
        return make(node, std::move(record));
    }

    ExpressionPointer make(const Node& node, Expression::Node made) const {
        const std::size_t height = std::size_t{height_below(made)} + 1;
        if (height > kMaxNesting) {
            document_.fail(node.span, "expected at most " + std::to_string(kMaxNesting) +
                                          " levels of nesting, found more");
        }
        return std::make_shared<const Expression>(
            Expression{node.span, static_cast<std::uint16_t>(height), std::move(made)});
    }

    const Document& document_;
};

}  // namespace

ExpressionPointer read_expression(const Document& document, const Node& node) {
    return ExpressionReader(document).read(node);
}

}  // namespace postvern::policy::language::json
