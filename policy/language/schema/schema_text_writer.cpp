// Declarations in the human schema syntax.
#include <algorithm>
#include <set>
#include <string_view>

#include "policy/language/schema/schema_writers.hpp"
#include "policy/language/syntax_error.hpp"
#include "policy/language/value.hpp"

namespace postvern::policy::language::schema {

namespace {

[[noreturn]] void refuse(const std::string& problem) {
    throw SyntaxError("schema", {}, problem, {});
}

std::string name_text(const std::string& name) {
    return is_identifier(name) ? name : to_quoted(name);
}

class TextWriter {
  public:
    explicit TextWriter(const SchemaSyntax& schema) {
        for (const NamespaceSyntax& space : schema.namespaces) {
            for (const auto& type : space.common_types) common_types_.insert(type.name.name);
        }
        for (const NamespaceSyntax& space : schema.namespaces) write(space);
    }

    std::string take() { return std::move(text_); }

  private:
    void write(const NamespaceSyntax& space) {
        if (space.name) {
            write(space.annotations);
            line("namespace " + space.name->name + " {");
            ++depth_;
        }
        for (const auto& type : space.common_types) {
            write(type.annotations);
            line("type " + type.name.name + " = " + text(*type.type) + ";");
        }
        for (const auto& type : space.entity_types) write(type);
        for (const auto& action : space.actions) write(action);
        if (space.name) {
            --depth_;
            line("}");
        }
    }

    void write(const std::vector<Annotation>& annotations) {
        for (const Annotation& annotation : annotations) {
            line("@" + annotation.name +
                 (annotation.value ? "(" + to_quoted(*annotation.value) + ")" : ""));
        }
    }

    void write(const EntityTypeSyntax& type) {
        write(type.annotations);
        std::string words = "entity " + type.name.name;
        if (type.ids) {
            std::string ids;
            for (const std::string& id : *type.ids)
                ids += (ids.empty() ? "" : ", ") + to_quoted(id);
            line(words + " enum [" + ids + "];");
            return;
        }
        if (!type.parents.empty()) words += " in [" + list(type.parents) + "]";
        if (type.shape) {
            if (!std::holds_alternative<RecordSyntax>(type.shape->content)) {
                refuse("expected the attributes of '" + type.name.name +
                       "' to be written out, found the name of a type");
            }
            words += " " + text(*type.shape);
        }
        if (type.tags) words += " tags " + text(*type.tags);
        line(words + ";");
    }

    void write(const ActionSyntax& action) {
        write(action.annotations);
        std::string words = "action " + name_text(action.name.name);
        std::string groups;
        for (const ActionReference& group : action.groups) {
            groups += groups.empty() ? "" : ", ";
            groups += group.type ? *group.type + "::" + to_quoted(group.id) : name_text(group.id);
        }
        if (!groups.empty()) words += " in [" + groups + "]";
        const auto& applies = action.applies_to;
        // Where one of both lists is empty, the action applies to nothing.
        if (applies && !applies->principals.empty() && !applies->resources.empty()) {
            words += " appliesTo {\n";
            ++depth_;
            words += indent() + "principal: [" + list(applies->principals) + "],\n";
            words += indent() + "resource: [" + list(applies->resources) + "],\n";
            if (applies->context) words += indent() + "context: " + text(*applies->context) + ",\n";
            --depth_;
            words += indent() + "}";
        }
        line(words + ";");
    }

    std::string text(const TypeSyntax& type) {
        if (const auto* primitive = std::get_if<PrimitiveType>(&type.content)) {
            switch (*primitive) {
                case PrimitiveType::boolean:
                    return "__cedar::Bool";
                case PrimitiveType::integer:
                    return "__cedar::Long";
                case PrimitiveType::string:
                    return "__cedar::String";
            }
        }
        if (const auto* set = std::get_if<SetSyntax>(&type.content)) {
            return "Set<" + text(*set->element) + ">";
        }
        if (const auto* record = std::get_if<RecordSyntax>(&type.content)) return text(*record);
        const auto& reference = std::get<ReferenceSyntax>(type.content);
        if (reference.target == ReferenceTarget::extension) return "__cedar::" + reference.name;
        if (reference.target == ReferenceTarget::entity) refuse_ambiguous(reference.name);
        return reference.name;
    }

    std::string text(const RecordSyntax& record) {
        if (record.attributes.empty()) return "{}";
        std::string words = "{\n";
        ++depth_;
        for (const AttributeSyntax& attribute : record.attributes) {
            for (const Annotation& annotation : attribute.annotations) {
                words += indent() + "@" + annotation.name +
                         (annotation.value ? "(" + to_quoted(*annotation.value) + ")" : "") + "\n";
            }
            words += indent() + name_text(attribute.name) + (attribute.required ? ": " : "?: ") +
                     text(*attribute.type) + ",\n";
        }
        --depth_;
        return words + indent() + "}";
    }

    // The human syntax takes a name for a common type first.
    void refuse_ambiguous(const std::string& name) const {
        const std::size_t space = name.rfind("::");
        const std::string last = space == std::string::npos ? name : name.substr(space + 2);
        if (common_types_.count(last) == 0) return;
        refuse("expected names that mean one thing, found '" + name +
               "' for an entity type and a common type");
    }

    static std::string list(const std::vector<NameSyntax>& names) {
        std::string words;
        for (const NameSyntax& name : names) words += (words.empty() ? "" : ", ") + name.name;
        return words;
    }

    std::string indent() const { return std::string(depth_ * 2, ' '); }
    void line(const std::string& words) { text_ += indent() + words + "\n"; }

    std::set<std::string> common_types_;  // last components of their names
    std::string text_;
    std::size_t depth_ = 0;
};

}  // namespace

std::string to_text(const SchemaSyntax& schema) { return TextWriter(schema).take(); }

}  // namespace postvern::policy::language::schema
