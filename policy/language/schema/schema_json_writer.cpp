// Declarations in the JSON schema syntax.
#include "policy/language/json/writer.hpp"
#include "policy/language/schema/schema_writers.hpp"

namespace postvern::policy::language::schema {

namespace {

class JsonWriter {
  public:
    std::string write(const SchemaSyntax& schema) {
        json_.begin_object();
        for (const NamespaceSyntax& space : schema.namespaces) {
            const bool empty =
                space.common_types.empty() && space.entity_types.empty() && space.actions.empty();
            if (!space.name && empty) continue;
            json_.name(space.name ? space.name->name : "");
            write(space);
        }
        json_.end_object();
        return json_.text() + "\n";
    }

  private:
    void write(const NamespaceSyntax& space) {
        json_.begin_object();
        write(space.annotations);
        if (!space.common_types.empty()) {
            json_.name("commonTypes");
            json_.begin_object();
            for (const auto& type : space.common_types) {
                json_.name(type.name.name);
                json_.begin_object();
                write_members(*type.type);
                write(type.annotations);
                json_.end_object();
            }
            json_.end_object();
        }
        json_.name("entityTypes");
        json_.begin_object();
        for (const auto& type : space.entity_types) write(type);
        json_.end_object();
        json_.name("actions");
        json_.begin_object();
        for (const auto& action : space.actions) write(action);
        json_.end_object();
        json_.end_object();
    }

    void write(const std::vector<Annotation>& annotations) {
        if (annotations.empty()) return;
        json_.name("annotations");
        json_.begin_object();
        for (const Annotation& annotation : annotations) {
            json_.string(annotation.name, annotation.value.value_or(""));
        }
        json_.end_object();
    }

    void write(const EntityTypeSyntax& type) {
        json_.name(type.name.name);
        json_.begin_object();
        if (type.ids) {
            json_.name("enum");
            json_.begin_array();
            for (const std::string& id : *type.ids) json_.string(id);
            json_.end_array();
        }
        if (!type.parents.empty()) write("memberOfTypes", type.parents);
        if (type.shape) write("shape", *type.shape);
        if (type.tags) write("tags", *type.tags);
        write(type.annotations);
        json_.end_object();
    }

    void write(const ActionSyntax& action) {
        json_.name(action.name.name);
        json_.begin_object();
        if (!action.groups.empty()) {
            json_.name("memberOf");
            json_.begin_array();
            for (const ActionReference& group : action.groups) {
                json_.begin_object();
                json_.string("id", group.id);
                if (group.type) json_.string("type", *group.type);
                json_.end_object();
            }
            json_.end_array();
        }
        if (action.applies_to) {
            json_.name("appliesTo");
            json_.begin_object();
            write("principalTypes", action.applies_to->principals);
            write("resourceTypes", action.applies_to->resources);
            if (action.applies_to->context) write("context", *action.applies_to->context);
            json_.end_object();
        }
        write(action.annotations);
        json_.end_object();
    }

    void write(std::string_view member, const std::vector<NameSyntax>& names) {
        json_.name(member);
        json_.begin_array();
        for (const NameSyntax& name : names) json_.string(name.name);
        json_.end_array();
    }

    void write(std::string_view member, const TypeSyntax& type) {
        json_.name(member);
        json_.begin_object();
        write_members(type);
        json_.end_object();
    }

    // What stands between the braces of a type.
    void write_members(const TypeSyntax& type) {
        if (const auto* primitive = std::get_if<PrimitiveType>(&type.content)) {
            json_.string("type", *primitive == PrimitiveType::boolean   ? "Boolean"
                                 : *primitive == PrimitiveType::integer ? "Long"
                                                                        : "String");
        } else if (const auto* set = std::get_if<SetSyntax>(&type.content)) {
            json_.string("type", "Set");
            write("element", *set->element);
        } else if (const auto* record = std::get_if<RecordSyntax>(&type.content)) {
            json_.string("type", "Record");
            write(*record);
        } else {
            write(std::get<ReferenceSyntax>(type.content));
        }
    }

    void write(const ReferenceSyntax& reference) {
        switch (reference.target) {
            case ReferenceTarget::common:
                json_.string("type", reference.name);
                return;
            case ReferenceTarget::entity:
                json_.string("type", "Entity");
                break;
            case ReferenceTarget::extension:
                json_.string("type", "Extension");
                break;
            case ReferenceTarget::entity_or_common:
                json_.string("type", "EntityOrCommon");
                break;
        }
        json_.string("name", reference.name);
    }

    void write(const RecordSyntax& record) {
        json_.name("attributes");
        json_.begin_object();
        for (const AttributeSyntax& attribute : record.attributes) {
            json_.name(attribute.name);
            json_.begin_object();
            write_members(*attribute.type);
            if (!attribute.required) json_.boolean("required", false);
            write(attribute.annotations);
            json_.end_object();
        }
        json_.end_object();
    }

    json::Writer json_;
};

}  // namespace

std::string to_json(const SchemaSyntax& schema) { return JsonWriter().write(schema); }

}  // namespace postvern::policy::language::schema
