#include "policy/language/json/values.hpp"

#include <utility>

#include "policy/language/extension/call.hpp"
#include "policy/language/name_parser.hpp"

namespace postvern::policy::language::json {

using schema::Type;
using schema::TypeKind;

namespace {

// The value of `escape` where the node is an object that holds nothing else; null otherwise.
const Node* find_escape(const Document& document, const Node& node, std::string_view escape) {
    const Object* const object = node.as_object();
    const Node* const content = object == nullptr ? nullptr : object->find(escape);
    if (content != nullptr) document.only_members(*object, {escape});
    return content;
}

EntityUid read_plain_uid(const Document& document, const Node& node) {
    const Object& object = document.object(node, "an entity, {\"type\", \"id\"}");
    const Node& type = document.member(node, object, "type");
    const Node& id = document.member(node, object, "id");
    document.only_members(object, {"type", "id"});
    const std::string& name = document.string(type, "an entity type, a string");
    if (!is_type_name(name)) {
        document.fail(type.span, "expected an entity type, found " + to_quoted(name));
    }
    return {name, document.string(id, "an entity id, a string")};
}

ExtensionEscape read_call(const Document& document, const Node& node) {
    const Object& object = document.object(node, "an extension value, {\"fn\", \"arg\"}");
    const Node& name = document.member(node, object, "fn");
    const std::string& text = document.string(name, "the name of a function");
    const auto function = extension::find_function(text);
    if (!function) {
        document.fail(name.span, "expected an extension function, found " + to_quoted(text));
    }
    ExtensionEscape call{*function, {}};
    if (const Node* const several = object.find("args")) {
        document.only_members(object, {"fn", "args"});
        for (const Node& one : document.array(*several, "a list of arguments")) {
            call.arguments.push_back(&one);
        }
    } else {
        call.arguments.push_back(&document.member(node, object, "arg"));
        document.only_members(object, {"fn", "arg"});
    }
    return call;
}

schema::TypePointer type_of(extension::Type type) {
    switch (type) {
        case extension::Type::boolean:
            return schema::boolean_type();
        case extension::Type::integer:
            return schema::integer_type();
        case extension::Type::string:
            return schema::string_type();
        default:
            return schema::extension_type(std::string(extension::name_of(type)));
    }
}

Value evaluate(const Document& document, const Node& node, const ExtensionEscape& call,
               bool typed) {
    const auto expected = extension::signature(call.function).arguments();
    std::vector<Value> values;
    values.reserve(call.arguments.size());
    std::vector<const Value*> arguments;
    for (std::size_t index = 0; index < call.arguments.size(); ++index) {
        const bool known = typed && index < expected.size();
        const schema::TypePointer type = known ? type_of(expected[index]) : nullptr;
        values.push_back(read_value(document, *call.arguments[index], type.get()));
        arguments.push_back(&values.back());
    }
    extension::CallResult result = extension::call(call.function, arguments);
    if (const auto* const failure = std::get_if<extension::CallFailure>(&result)) {
        document.fail(node.span, "expected an extension value: " + failure->message);
    }
    return std::get<Value>(std::move(result));
}

// The constructor that a text is given to where the schema expects an extension value.
extension::Function constructor_of(const std::string& type) {
    if (type == "decimal") return extension::Function::decimal;
    if (type == "datetime") return extension::Function::datetime;
    if (type == "duration") return extension::Function::duration;
    return extension::Function::ip;
}

Value read_extension(const Document& document, const Node& node, const Type& expected) {
    if (const auto call = read_extension_escape(document, node)) {
        return evaluate(document, node, *call, true);
    }
    if (node.as_object() != nullptr) {
        return evaluate(document, node, read_call(document, node), true);
    }
    return evaluate(document, node, {constructor_of(expected.name), {&node}}, false);
}

Value read_set(const Document& document, const Array& array, const Type* expected) {
    const Type* const element = expected != nullptr ? expected->element.get() : nullptr;
    std::vector<Value> elements;
    elements.reserve(array.size());
    for (const Node& node : array) elements.push_back(read_value(document, node, element));
    return Set(std::move(elements));
}

void refuse_old_escape(const Document& document, const Node& node) {
    const Object* const object = node.as_object();
    if (object != nullptr && object->find("__expr") != nullptr) {
        document.fail(node.span,
                      "expected \"__entity\" or \"__extn\", found the escape "
                      "\"__expr\", which Cedar has no longer");
    }
}

}  // namespace

std::optional<EntityUid> read_entity_escape(const Document& document, const Node& node) {
    const Node* const content = find_escape(document, node, "__entity");
    if (content == nullptr) return std::nullopt;
    return read_plain_uid(document, *content);
}

std::optional<ExtensionEscape> read_extension_escape(const Document& document, const Node& node) {
    const Node* const content = find_escape(document, node, "__extn");
    if (content == nullptr) return std::nullopt;
    return read_call(document, *content);
}

EntityUid read_entity_uid(const Document& document, const Node& node) {
    if (auto uid = read_entity_escape(document, node)) return std::move(*uid);
    return read_plain_uid(document, node);
}

Value read_value(const Document& document, const Node& node, const Type* expected) {
    const TypeKind kind = expected == nullptr ? TypeKind::never : expected->kind;
    if (kind == TypeKind::entity) return read_entity_uid(document, node);
    if (kind == TypeKind::extension) return read_extension(document, node, *expected);
    if (kind == TypeKind::record) return read_record(document, node, expected);
    if (kind == TypeKind::set) {
        return read_set(document, document.array(node, "a set, an array"), expected);
    }
    if (const bool* const truth = node.as_bool()) return *truth;
    if (const std::string* const text = node.as_string()) return *text;
    if (const Number* const number = node.as_number()) {
        if (number->whole) return *number->whole;
        document.fail(node.span, "expected a whole number of 64 bits, found another");
    }
    if (const Array* const array = node.as_array()) return read_set(document, *array, nullptr);
    if (node.is_null()) document.refuse(node, "a value");
    refuse_old_escape(document, node);
    if (auto uid = read_entity_escape(document, node)) return std::move(*uid);
    if (const auto call = read_extension_escape(document, node)) {
        return evaluate(document, node, *call, false);
    }
    return read_record(document, node);
}

Record read_record(const Document& document, const Node& node, const Type* expected) {
    const Object& object = document.object(node, "a record, an object");
    std::vector<Field> fields;
    for (const Member& member : object.members()) {
        const schema::Attribute* const declared =
            expected == nullptr ? nullptr : expected->find(member.name);
        if (expected != nullptr && declared == nullptr) {
            document.fail(
                member.name_span,
                "expected an attribute that the schema declares, found " + to_quoted(member.name));
        }
        const Type* const type = declared == nullptr ? nullptr : declared->type.get();
        fields.push_back({member.name, read_value(document, member.value, type)});
    }
    Record record = Record::of(std::move(fields));
    if (expected == nullptr) return record;
    for (const schema::Attribute& attribute : expected->attributes) {
        if (attribute.required && record.find(attribute.name) == nullptr) {
            document.fail(node.span, "expected the attribute " + to_quoted(attribute.name) +
                                         ", which the schema requires, found none");
        }
    }
    return record;
}

}  // namespace postvern::policy::language::json
