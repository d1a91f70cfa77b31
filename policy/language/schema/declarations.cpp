#include "policy/language/schema/declarations.hpp"

#include <array>
#include <utility>
#include <vector>

namespace postvern::policy::language::schema {

namespace {

constexpr std::string_view kBuiltInNamespace = "__cedar::";

bool is_qualified(std::string_view name) { return name.find("::") != std::string_view::npos; }

// The full names that `name` may mean in `space`, the preferred one first.
std::vector<std::string> candidates(const NamespaceSyntax& space, const std::string& name) {
    if (!space.name || is_qualified(name)) return {name};
    return {qualify(space, name), name};
}

TypePointer extension_named(std::string_view name) {
    constexpr std::array<std::string_view, 4> kNames = {"ipaddr", "decimal", "datetime",
                                                        "duration"};
    static const std::array<TypePointer, 4> kTypes = {
        extension_type("ipaddr"), extension_type("decimal"), extension_type("datetime"),
        extension_type("duration")};
    for (std::size_t index = 0; index < kNames.size(); ++index) {
        if (kNames[index] == name) return kTypes[index];
    }
    return nullptr;
}

std::string_view role_of(ReferenceTarget target) {
    switch (target) {
        case ReferenceTarget::entity:
            return "an entity type";
        case ReferenceTarget::common:
            return "a common type";
        case ReferenceTarget::extension:
            return "an extension type (ipaddr, decimal, datetime or duration)";
        case ReferenceTarget::entity_or_common:
            break;
    }
    return "a type";
}

}  // namespace

std::string qualify(const NamespaceSyntax& space, std::string_view name) {
    std::string full = space.name ? space.name->name + "::" : std::string{};
    return full.append(name);
}

TypePointer built_in_type(std::string_view name) {
    if (name == "Bool") return boolean_type();
    if (name == "Long") return integer_type();
    if (name == "String") return string_type();
    return extension_named(name);
}

Declarations::Declarations(const SchemaSyntax& syntax, const SourceText& source) : source_(source) {
    for (const NamespaceSyntax& space : syntax.namespaces) collect(space);
    refuse_shadowing();
}

void Declarations::collect(const NamespaceSyntax& space) {
    for (const CommonTypeSyntax& type : space.common_types) {
        common_types_.emplace(qualify(space, type.name.name),
                              Declared<CommonTypeSyntax>{&space, &type});
    }
    for (const EntityTypeSyntax& type : space.entity_types) {
        entity_types_.emplace(qualify(space, type.name.name),
                              Declared<EntityTypeSyntax>{&space, &type});
    }
    const std::string action_type = qualify(space, "Action");
    for (const ActionSyntax& action : space.actions) {
        actions_.emplace(EntityUid{action_type, action.name.name},
                         Declared<ActionSyntax>{&space, &action});
        action_types_.insert(action_type);
    }
}

// "We do not allow defining entity types or common types that would shadow definitions ... in the
// empty namespace." The same holds for actions.
void Declarations::refuse_shadowing() const {
    const auto refuse = [&](const NameSyntax& name) {
        throw source_.error(name.span.begin,
                            "expected a name that is not declared outside all namespaces, found " +
                                to_quoted(name.name) + ", which would shadow such a declaration");
    };
    const auto check = [&](const NamespaceSyntax* space, const NameSyntax& name) {
        if (space->name &&
            (common_types_.count(name.name) != 0 || entity_types_.count(name.name) != 0)) {
            refuse(name);
        }
    };
    for (const auto& [full, declared] : common_types_) check(declared.space, declared.syntax->name);
    for (const auto& [full, declared] : entity_types_) check(declared.space, declared.syntax->name);
    for (const auto& [uid, declared] : actions_) {
        if (declared.space->name && actions_.count({"Action", uid.id}) != 0) {
            refuse(declared.syntax->name);
        }
    }
}

TypePointer Declarations::find_built_in(const std::string& full_name) const {
    const std::string_view name = full_name;
    if (name.substr(0, kBuiltInNamespace.size()) == kBuiltInNamespace) {
        return built_in_type(name.substr(kBuiltInNamespace.size()));
    }
    // Without __cedar only where the schema itself declares no such name.
    return built_in_type(name);
}

// "common type > entity type > primitive/extension type"
std::optional<Declarations::Meaning> Declarations::find(const std::string& full_name,
                                                        ReferenceTarget target) const {
    using Kind = Meaning::Kind;
    const bool common = target != ReferenceTarget::entity;
    const bool entity = target != ReferenceTarget::common;
    const bool is_entity =
        entity_types_.count(full_name) != 0 || action_types_.count(full_name) != 0;
    if (common && common_types_.count(full_name) != 0) {
        return Meaning{Kind::common, full_name, nullptr};
    }
    if (entity && is_entity) return Meaning{Kind::entity, full_name, nullptr};
    // A type that the schema declares takes the short name of a built-in one away.
    const bool taken = entity_types_.count(full_name) != 0 || common_types_.count(full_name) != 0;
    if (common && !taken) {
        if (TypePointer type = find_built_in(full_name)) {
            return Meaning{Kind::built_in, full_name, std::move(type)};
        }
    }
    return std::nullopt;
}

Declarations::Meaning Declarations::resolve(const NamespaceSyntax& space,
                                            const ReferenceSyntax& reference, Span span) const {
    if (reference.target == ReferenceTarget::extension) {
        if (TypePointer type = extension_named(reference.name)) {
            return {Meaning::Kind::built_in, reference.name, std::move(type)};
        }
    } else {
        for (const std::string& name : candidates(space, reference.name)) {
            if (auto meaning = find(name, reference.target)) return *meaning;
        }
    }
    throw source_.error(span.begin, "expected " + std::string(role_of(reference.target)) +
                                        ", found '" + reference.name + "', which is not declared");
}

std::string Declarations::resolve_entity_type(const NamespaceSyntax& space,
                                              const NameSyntax& name) const {
    const ReferenceSyntax reference{name.name, ReferenceTarget::entity};
    Meaning meaning = resolve(space, reference, name.span);
    if (entity_types_.count(meaning.name) == 0) {
        throw source_.error(name.span.begin, "expected an entity type, found '" + name.name +
                                                 "', which is the type of actions");
    }
    return std::move(meaning.name);
}

EntityUid Declarations::resolve_action(const NamespaceSyntax& space,
                                       const ActionReference& reference) const {
    for (std::string& type : candidates(space, reference.type.value_or("Action"))) {
        EntityUid uid{std::move(type), reference.id};
        if (actions_.count(uid) != 0) return uid;
    }
    const EntityUid wanted{reference.type.value_or("Action"), reference.id};
    throw source_.error(reference.span.begin,
                        "expected an action, found " + to_text(wanted) + ", which is not declared");
}

}  // namespace postvern::policy::language::schema
