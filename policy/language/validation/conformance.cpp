#include "policy/language/validation/conformance.hpp"

#include <algorithm>
#include <set>
#include <unordered_map>
#include <utility>
#include <vector>

namespace postvern::policy::language::validation {

namespace {

using schema::ActionDeclaration;
using schema::Attribute;
using schema::EntityTypeDeclaration;
using schema::Schema;
using schema::Type;
using schema::TypeKind;

bool conforms(const Record& record, const std::vector<Attribute>& attributes) {
    for (const Field& field : record.fields()) {
        const Attribute* attribute = schema::find_attribute(attributes, field.name);
        if (attribute == nullptr || !validation::conforms(field.value, *attribute->type)) {
            return false;
        }
    }
    return std::all_of(attributes.begin(), attributes.end(), [&](const Attribute& attribute) {
        return !attribute.required || record.find(attribute.name) != nullptr;
    });
}

bool is_declared(const Schema& schema, const EntityUid& uid) {
    const EntityTypeDeclaration* type = schema.find_entity_type(uid.type);
    if (type != nullptr) return is_declared_id(*type, uid.id);
    return !is_action_type(uid.type) || schema.find_action(uid) != nullptr;
}

const EntityUid* find_undeclared(const Schema& schema, const Record& record);

// The first entity within `value` that its enumerated type does not have; it points into `value`.
const EntityUid* find_undeclared(const Schema& schema, const Value& value) {
    if (const EntityUid* uid = value.as_entity()) return is_declared(schema, *uid) ? nullptr : uid;
    if (const Record* record = value.as_record()) return find_undeclared(schema, *record);
    const Set* set = value.as_set();
    if (set == nullptr) return nullptr;
    for (const Value& element : set->elements()) {
        if (const EntityUid* found = find_undeclared(schema, element)) return found;
    }
    return nullptr;
}

const EntityUid* find_undeclared(const Schema& schema, const Record& record) {
    for (const Field& field : record.fields()) {
        if (const EntityUid* found = find_undeclared(schema, field.value)) return found;
    }
    return nullptr;
}

std::string undeclared_text(const EntityUid& uid) {
    return "expected an entity that the schema declares, found " + to_text(uid);
}

Nonconformance check_party(const Schema& schema, std::string_view role, const EntityUid& uid) {
    const EntityTypeDeclaration* type = schema.find_entity_type(uid.type);
    if (type == nullptr) {
        return "expected a " + std::string(role) + " of a type of the schema, found " +
               to_text(uid);
    }
    if (!is_declared_id(*type, uid.id)) return undeclared_text(uid);
    return std::nullopt;
}

Nonconformance check_applies(const std::vector<std::string>& types, std::string_view role,
                             const EntityUid& action, const EntityUid& uid) {
    if (std::binary_search(types.begin(), types.end(), uid.type)) return std::nullopt;
    return "expected a " + std::string(role) + " to which " + to_text(action) + " applies, found " +
           to_text(uid);
}

// Entities by uid, for their ancestors.
class Hierarchy {
  public:
    explicit Hierarchy(std::span<const Entity> entities) {
        for (const Entity& entity : entities) by_uid_.emplace(entity.uid, &entity);
    }

    std::set<EntityUid> ancestors(const Entity& entity) const {
        std::set<EntityUid> found;
        std::vector<const EntityUid*> waiting;
        const auto add = [&](const Entity& from) {
            for (const EntityUid& parent : from.parents) waiting.push_back(&parent);
        };
        add(entity);
        while (!waiting.empty()) {
            const EntityUid& uid = *waiting.back();
            waiting.pop_back();
            if (!found.insert(uid).second) continue;
            if (const auto next = by_uid_.find(uid); next != by_uid_.end()) add(*next->second);
        }
        return found;
    }

  private:
    std::unordered_map<EntityUid, const Entity*, EntityUidHash> by_uid_;
};

Nonconformance check_action_entity(const Schema& schema, const Entity& entity,
                                   const std::set<EntityUid>& ancestors) {
    const ActionDeclaration* action = schema.find_action(entity.uid);
    if (action == nullptr) {
        return "expected an action of the schema, found " + to_text(entity.uid);
    }
    const bool same = entity.attributes.fields().empty() && entity.tags.fields().empty() &&
                      std::equal(ancestors.begin(), ancestors.end(), action->ancestors.begin(),
                                 action->ancestors.end());
    if (same) return std::nullopt;
    return "expected the action " + to_text(entity.uid) + " as the schema declares it";
}

Nonconformance check_attributes(const Schema& schema, const Entity& entity,
                                const EntityTypeDeclaration& type) {
    const std::string of = " of " + to_text(entity.uid);
    for (const Attribute& attribute : type.attributes) {
        if (attribute.required && entity.attributes.find(attribute.name) == nullptr) {
            return "expected the attribute " + to_quoted(attribute.name) + of + ", found none";
        }
    }
    for (const Field& field : entity.attributes.fields()) {
        const Attribute* attribute = schema::find_attribute(type.attributes, field.name);
        if (attribute == nullptr) {
            return "expected only attributes that the schema declares, found " +
                   to_quoted(field.name) + of;
        }
        if (!validation::conforms(field.value, *attribute->type)) {
            return "expected " + to_text(*attribute->type) + " as the attribute " +
                   to_quoted(field.name) + of + ", found another value";
        }
        if (const EntityUid* uid = find_undeclared(schema, field.value)) {
            return undeclared_text(*uid);
        }
    }
    return std::nullopt;
}

Nonconformance check_tags(const Schema& schema, const Entity& entity,
                          const EntityTypeDeclaration& type) {
    for (const Field& field : entity.tags.fields()) {
        const std::string where =
            " as the tag " + to_quoted(field.name) + " of " + to_text(entity.uid);
        if (type.tags == nullptr) return "expected no tags, found a value" + where;
        if (!validation::conforms(field.value, *type.tags)) {
            return "expected " + to_text(*type.tags) + where + ", found another value";
        }
        if (const EntityUid* uid = find_undeclared(schema, field.value)) {
            return undeclared_text(*uid);
        }
    }
    return std::nullopt;
}

Nonconformance check_ancestors(const Schema& schema, const Entity& entity,
                               const EntityTypeDeclaration& type,
                               const std::set<EntityUid>& ancestors) {
    for (const EntityUid& ancestor : ancestors) {
        const bool allowed =
            std::binary_search(type.ancestors.begin(), type.ancestors.end(), ancestor.type);
        if (!allowed) {
            return "expected ancestors of " + to_text(entity.uid) +
                   " of the types that the schema allows, found " + to_text(ancestor);
        }
        if (!is_declared(schema, ancestor)) return undeclared_text(ancestor);
    }
    return std::nullopt;
}

Nonconformance check_entity(const Schema& schema, const Entity& entity,
                            const Hierarchy& hierarchy) {
    const std::set<EntityUid> ancestors = hierarchy.ancestors(entity);
    if (is_action_type(entity.uid.type)) return check_action_entity(schema, entity, ancestors);
    if (Nonconformance found = check_party(schema, "record", entity.uid)) return found;
    const EntityTypeDeclaration& type = *schema.find_entity_type(entity.uid.type);
    if (Nonconformance found = check_attributes(schema, entity, type)) return found;
    if (Nonconformance found = check_tags(schema, entity, type)) return found;
    return check_ancestors(schema, entity, type, ancestors);
}

}  // namespace

bool is_action_type(std::string_view type) {
    constexpr std::string_view kName = "Action";
    if (type.size() < kName.size()) return false;
    const std::string_view space = type.substr(0, type.size() - kName.size());
    if (type.substr(space.size()) != kName) return false;
    return space.empty() || (space.size() > 2 && space.substr(space.size() - 2) == "::");
}

bool is_declared_id(const EntityTypeDeclaration& type, std::string_view id) {
    return !type.ids || std::find(type.ids->begin(), type.ids->end(), id) != type.ids->end();
}

bool conforms(const Value& value, const Type& type) {
    switch (type.kind) {
        case TypeKind::never:
            return false;
        case TypeKind::boolean:
            return value.as_bool() != nullptr;
        case TypeKind::always_true:
            return value == Value(true);
        case TypeKind::always_false:
            return value == Value(false);
        case TypeKind::integer:
            return value.as_long() != nullptr;
        case TypeKind::string:
            return value.as_string() != nullptr;
        case TypeKind::any_entity:
            return value.as_entity() != nullptr;
        case TypeKind::entity:
            return value.as_entity() != nullptr && value.as_entity()->type == type.name;
        case TypeKind::record:
            return value.as_record() != nullptr && conforms(*value.as_record(), type.attributes);
        case TypeKind::extension:
            return value.type_name() == type.name;
        case TypeKind::set:
            break;
    }
    const Set* set = value.as_set();
    return set != nullptr &&
           std::all_of(set->elements().begin(), set->elements().end(),
                       [&](const Value& element) { return conforms(element, *type.element); });
}

Nonconformance check_context(const Schema& schema, const EntityUid& action, const Record& context) {
    const ActionDeclaration* declared = schema.find_action(action);
    if (declared == nullptr) return "expected an action of the schema, found " + to_text(action);
    if (const EntityUid* uid = find_undeclared(schema, context)) return undeclared_text(*uid);
    if (conforms(context, declared->context->attributes)) return std::nullopt;
    return "expected the context " + to_text(*declared->context) + " of " + to_text(action) +
           ", found another";
}

Nonconformance check_request(const Schema& schema, const Request& request) {
    if (auto found = check_party(schema, "principal", request.principal)) return found;
    if (auto found = check_party(schema, "resource", request.resource)) return found;
    const ActionDeclaration* action = schema.find_action(request.action);
    if (action == nullptr) {
        return "expected an action of the schema, found " + to_text(request.action);
    }
    if (auto found =
            check_applies(action->principals, "principal", request.action, request.principal)) {
        return found;
    }
    if (auto found =
            check_applies(action->resources, "resource", request.action, request.resource)) {
        return found;
    }
    return check_context(schema, request.action, request.context);
}

Nonconformance check_entities(const Schema& schema, std::span<const Entity> entities) {
    const Hierarchy hierarchy(entities);
    for (const Entity& entity : entities) {
        if (Nonconformance found = check_entity(schema, entity, hierarchy)) return found;
    }
    return std::nullopt;
}

}  // namespace postvern::policy::language::validation
