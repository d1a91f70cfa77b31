#include "policy/language/schema/type.hpp"

#include <algorithm>
#include <utility>

#include "policy/language/schema/schema_syntax.hpp"
#include "policy/language/value.hpp"

namespace postvern::policy::language::schema {

namespace {

TypePointer make(Type type) { return std::make_shared<const Type>(std::move(type)); }

TypePointer simple(TypeKind kind) { return make(Type{kind}); }

std::string record_text(const Type& type) {
    std::string text = "{";
    for (const Attribute& attribute : type.attributes) {
        if (text.size() > 1) text += ", ";
        text += is_identifier(attribute.name) ? attribute.name : to_quoted(attribute.name);
        text += attribute.required ? ": " : "?: ";
        text += to_text(*attribute.type);
    }
    return text + "}";
}

}  // namespace

const Attribute* Type::find(std::string_view attribute) const {
    return find_attribute(attributes, attribute);
}

const TypePointer& never_type() {
    static const TypePointer type = simple(TypeKind::never);
    return type;
}

const TypePointer& boolean_type() {
    static const TypePointer type = simple(TypeKind::boolean);
    return type;
}

const TypePointer& always_true_type() {
    static const TypePointer type = simple(TypeKind::always_true);
    return type;
}

const TypePointer& always_false_type() {
    static const TypePointer type = simple(TypeKind::always_false);
    return type;
}

const TypePointer& integer_type() {
    static const TypePointer type = simple(TypeKind::integer);
    return type;
}

const TypePointer& string_type() {
    static const TypePointer type = simple(TypeKind::string);
    return type;
}

const TypePointer& any_entity_type() {
    static const TypePointer type = simple(TypeKind::any_entity);
    return type;
}

const TypePointer& empty_record_type() {
    static const TypePointer type = simple(TypeKind::record);
    return type;
}

TypePointer set_type(TypePointer element) {
    return make(Type{TypeKind::set, {}, std::move(element), {}});
}

TypePointer record_type(std::vector<Attribute> attributes) {
    const auto by_name = [](const Attribute& left, const Attribute& right) {
        return left.name < right.name;
    };
    const auto same_name = [](const Attribute& left, const Attribute& right) {
        return left.name == right.name;
    };
    std::stable_sort(attributes.begin(), attributes.end(), by_name);
    attributes.erase(std::unique(attributes.begin(), attributes.end(), same_name),
                     attributes.end());
    return make(Type{TypeKind::record, {}, nullptr, std::move(attributes)});
}

TypePointer entity_type(std::string name) {
    return make(Type{TypeKind::entity, std::move(name), nullptr, {}});
}

TypePointer extension_type(std::string name) {
    return make(Type{TypeKind::extension, std::move(name), nullptr, {}});
}

bool is_boolean(const Type& type) {
    return type.kind == TypeKind::boolean || type.kind == TypeKind::always_true ||
           type.kind == TypeKind::always_false;
}

bool operator==(const Type& left, const Type& right) {
    if (&left == &right) return true;
    if (left.kind != right.kind || left.name != right.name) return false;
    if (left.kind == TypeKind::set) return *left.element == *right.element;
    const auto same = [](const Attribute& one, const Attribute& other) {
        return one.name == other.name && one.required == other.required && *one.type == *other.type;
    };
    return std::equal(left.attributes.begin(), left.attributes.end(), right.attributes.begin(),
                      right.attributes.end(), same);
}

const Attribute* find_attribute(const std::vector<Attribute>& attributes, std::string_view name) {
    const auto found = std::lower_bound(attributes.begin(), attributes.end(), name,
                                        [](const Attribute& attribute, std::string_view wanted) {
                                            return attribute.name < wanted;
                                        });
    return found != attributes.end() && found->name == name ? &*found : nullptr;
}

std::string to_text(const Type& type) {
    switch (type.kind) {
        case TypeKind::never:
            return "__cedar::internal::Never";
        case TypeKind::boolean:
            return "Bool";
        case TypeKind::always_true:
            return "True";
        case TypeKind::always_false:
            return "False";
        case TypeKind::integer:
            return "Long";
        case TypeKind::string:
            return "String";
        case TypeKind::set:
            return "Set<" + to_text(*type.element) + ">";
        case TypeKind::record:
            return record_text(type);
        case TypeKind::any_entity:
            return "an entity of any type";
        case TypeKind::entity:
        case TypeKind::extension:
            break;
    }
    return type.name;
}

}  // namespace postvern::policy::language::schema
