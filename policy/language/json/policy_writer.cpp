#include <stdexcept>

#include "policy/language/json/expressions.hpp"
#include "policy/language/json/policies.hpp"
#include "policy/language/json/value_writer.hpp"

namespace postvern::policy::language::json {

namespace {

// Writes the members of one part of the scope.
struct ScopeWriter {
    Writer& writer;
    std::string_view slot;  // "?principal" or "?resource"

    void operation(std::string_view name) const { writer.string("op", name); }
    void entity(const EntityUid& uid) const {
        writer.name("entity");
        write_uid(writer, uid);
    }

    void operator()(const AnyEntity&) const { operation("All"); }
    void operator()(const EqualTo& demand) const {
        operation("==");
        entity(demand.uid);
    }
    void operator()(const InHierarchy& demand) const {
        operation("in");
        if (demand.ancestors.size() == 1) return entity(demand.ancestors.front());
        writer.name("entities");
        writer.begin_array();
        for (const EntityUid& ancestor : demand.ancestors) write_uid(writer, ancestor);
        writer.end_array();
    }
    void operator()(const OfType& demand) const {
        operation("is");
        writer.string("entity_type", demand.type);
        if (!demand.ancestor) return;
        writer.name("in");
        writer.begin_object();
        entity(*demand.ancestor);
        writer.end_object();
    }
    void operator()(const EqualToSlot&) const {
        operation("==");
        writer.string("slot", slot);
    }
    void operator()(const InSlot&) const {
        operation("in");
        writer.string("slot", slot);
    }
    void operator()(const OfTypeInSlot& demand) const {
        operation("is");
        writer.string("entity_type", demand.type);
        writer.name("in");
        writer.begin_object();
        writer.string("slot", slot);
        writer.end_object();
    }
};

void write_scope(Writer& writer, std::string_view part, const ScopeConstraint& constraint) {
    writer.name(part);
    writer.begin_object();
    const std::string slot = "?" + std::string(part);
    std::visit(ScopeWriter{writer, slot}, constraint.demand);
    writer.end_object();
}

void write_condition(Writer& writer, const Condition& condition) {
    writer.begin_object();
    writer.string("kind", condition.kind == ConditionKind::when ? "when" : "unless");
    writer.name("body");
    write_expression(writer, *condition.body);
    writer.end_object();
}

void write_annotation(Writer& writer, const Annotation& annotation) {
    writer.name(annotation.name);
    if (annotation.value) return writer.string(*annotation.value);
    writer.null();
}

void write_link(Writer& writer, const PolicyEntry& entry) {
    writer.begin_object();
    writer.string("templateId", entry.link->template_id);
    writer.string("newId", entry.id);
    writer.name("values");
    writer.begin_object();
    const auto value = [&](std::string_view slot, const std::optional<EntityUid>& uid) {
        if (!uid) return;
        writer.name(slot);
        write_uid(writer, *uid);
    };
    value("?principal", entry.link->values.principal);
    value("?resource", entry.link->values.resource);
    writer.end_object();
    writer.end_object();
}

}  // namespace

void write_policy(Writer& writer, const PolicySyntax& policy) {
    writer.begin_object();
    writer.string("effect", policy.effect == Effect::permit ? "permit" : "forbid");
    write_scope(writer, "principal", policy.principal);
    write_scope(writer, "action", policy.action);
    write_scope(writer, "resource", policy.resource);
    writer.name("conditions");
    writer.begin_array();
    for (const Condition& condition : policy.conditions) write_condition(writer, condition);
    writer.end_array();
    if (!policy.annotations.empty()) {
        writer.name("annotations");
        writer.begin_object();
        for (const Annotation& annotation : policy.annotations) {
            write_annotation(writer, annotation);
        }
        writer.end_object();
    }
    writer.end_object();
}

void write_policy_set(Writer& writer, const PolicySet& policies) {
    writer.begin_object();
    writer.name("staticPolicies");
    writer.begin_object();
    for (const PolicyEntry& entry : policies.policies()) {
        if (entry.link) continue;
        writer.name(entry.id);
        write_policy(writer, entry.syntax);
    }
    writer.end_object();
    writer.name("templates");
    writer.begin_object();
    for (const PolicyEntry& entry : policies.templates()) {
        writer.name(entry.id);
        write_policy(writer, entry.syntax);
    }
    writer.end_object();
    writer.name("templateLinks");
    writer.begin_array();
    for (const PolicyEntry& entry : policies.policies()) {
        if (entry.link) write_link(writer, entry);
    }
    writer.end_array();
    writer.end_object();
}

std::string to_json(const PolicySyntax& policy) {
    Writer writer;
    write_policy(writer, policy);
    return writer.text();
}

std::string to_json(const PolicySet& policies) {
    Writer writer;
    write_policy_set(writer, policies);
    return writer.text();
}

}  // namespace postvern::policy::language::json
