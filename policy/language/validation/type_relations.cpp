#include "policy/language/validation/type_relations.hpp"

#include <algorithm>
#include <utility>

namespace postvern::policy::language::validation {

namespace {

using schema::Attribute;

TypePointer bound_of_records(const Type& left, const Type& right) {
    if (left.attributes.size() != right.attributes.size()) return nullptr;
    std::vector<Attribute> attributes;
    for (std::size_t index = 0; index < left.attributes.size(); ++index) {
        const Attribute& one = left.attributes[index];
        const Attribute& other = right.attributes[index];
        if (one.name != other.name || one.required != other.required) return nullptr;
        TypePointer bound = least_upper_bound(one.type, other.type);
        if (!bound) return nullptr;
        attributes.push_back({one.name, std::move(bound), one.required});
    }
    return schema::record_type(std::move(attributes));
}

}  // namespace

bool is_subtype(const Type& narrow, const Type& wide) {
    if (&narrow == &wide || narrow.kind == TypeKind::never) return true;
    if (wide.kind == TypeKind::boolean) return schema::is_boolean(narrow);
    if (narrow.kind != wide.kind) return false;
    if (narrow.kind == TypeKind::set) return is_subtype(*narrow.element, *wide.element);
    if (narrow.kind != TypeKind::record) return narrow.name == wide.name;
    const auto below = [](const Attribute& one, const Attribute& other) {
        return one.name == other.name && one.required == other.required &&
               is_subtype(*one.type, *other.type);
    };
    return std::equal(narrow.attributes.begin(), narrow.attributes.end(), wide.attributes.begin(),
                      wide.attributes.end(), below);
}

TypePointer least_upper_bound(const TypePointer& left, const TypePointer& right) {
    if (is_subtype(*left, *right)) return right;
    if (is_subtype(*right, *left)) return left;
    if (schema::is_boolean(*left) && schema::is_boolean(*right)) return schema::boolean_type();
    if (left->kind != right->kind) return nullptr;
    if (left->kind == TypeKind::set) {
        TypePointer element = least_upper_bound(left->element, right->element);
        return element ? schema::set_type(std::move(element)) : nullptr;
    }
    return left->kind == TypeKind::record ? bound_of_records(*left, *right) : nullptr;
}

bool are_disjoint(const Type& left, const Type& right) {
    return left.kind == TypeKind::entity && right.kind == TypeKind::entity &&
           left.name != right.name;
}

}  // namespace postvern::policy::language::validation
