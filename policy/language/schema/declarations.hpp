// Which names a schema declares, and what a reference in it stands for (schema, Type name
// disambiguation). Refers to the SchemaSyntax and the SourceText, which must outlive it; const use
// is thread-safe.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "policy/language/schema/schema_syntax.hpp"
#include "policy/language/schema/type.hpp"
#include "policy/language/source.hpp"
#include "policy/language/value.hpp"

namespace postvern::policy::language::schema {

// `name` as declared in `space`: with the namespace before it if there is one.
std::string qualify(const NamespaceSyntax& space, std::string_view name);

// Long, ipaddr and so on, the types that come with Cedar; null if it has none of that name.
TypePointer built_in_type(std::string_view name);

template <class Declaration>
struct Declared {
    const NamespaceSyntax* space;
    const Declaration* syntax;
};

class Declarations {
  public:
    // Throws SyntaxError if a name in a namespace shadows one outside all namespaces.
    Declarations(const SchemaSyntax& syntax, const SourceText& source);

    // By full name.
    const std::map<std::string, Declared<CommonTypeSyntax>>& common_types() const {
        return common_types_;
    }
    const std::map<std::string, Declared<EntityTypeSyntax>>& entity_types() const {
        return entity_types_;
    }
    const std::map<EntityUid, Declared<ActionSyntax>>& actions() const { return actions_; }

    // What a reference stands for: the full name of a declared common type, or of an entity type
    // (that of actions included), or else a built-in type.
    struct Meaning {
        enum class Kind : std::uint8_t { common, entity, built_in } kind;
        std::string name;
        TypePointer built_in;  // null unless that is what it is
    };
    // Throws SyntaxError at `span` if nothing of that name is declared.
    Meaning resolve(const NamespaceSyntax& space, const ReferenceSyntax& reference,
                    Span span) const;
    // The full name of the entity type; that of actions is refused.
    std::string resolve_entity_type(const NamespaceSyntax& space, const NameSyntax& name) const;
    EntityUid resolve_action(const NamespaceSyntax& space, const ActionReference& reference) const;

    const SourceText& source() const { return source_; }

  private:
    void collect(const NamespaceSyntax& space);
    void refuse_shadowing() const;
    std::optional<Meaning> find(const std::string& full_name, ReferenceTarget target) const;
    TypePointer find_built_in(const std::string& full_name) const;

    const SourceText& source_;
    std::map<std::string, Declared<CommonTypeSyntax>> common_types_;
    std::map<std::string, Declared<EntityTypeSyntax>> entity_types_;
    std::map<EntityUid, Declared<ActionSyntax>> actions_;
    std::set<std::string> action_types_;
};

}  // namespace postvern::policy::language::schema
