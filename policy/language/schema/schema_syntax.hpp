// A schema as it is written, in either syntax: declarations by namespace, with the names that the
// author used, not yet resolved (schema; json-schema). Both readers make it and both writers take
// it. Spans point into the text that was read. Plain values; immutable once read.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "policy/language/policy_syntax.hpp"
#include "policy/language/position.hpp"

namespace postvern::policy::language::schema {

struct TypeSyntax;
// Shared, because one declaration may introduce several names.
using TypeSyntaxPointer = std::shared_ptr<const TypeSyntax>;

// A name as written, qualified or not: User, House::User.
struct NameSyntax {
    std::string name;
    Span span;
};

// The types that only the JSON syntax can name beyond doubt; the human one writes Long,
// __cedar::Long or ipaddr, and these are references.
enum class PrimitiveType : std::uint8_t { boolean, integer, string };

// What a reference may stand for.
enum class ReferenceTarget : std::uint8_t { entity_or_common, entity, common, extension };

struct ReferenceSyntax {
    std::string name;
    ReferenceTarget target;
};

struct SetSyntax {
    TypeSyntaxPointer element;
};

struct AttributeSyntax {
    std::string name;
    TypeSyntaxPointer type;
    bool required = true;
    std::vector<Annotation> annotations;
    Span span;
};

struct RecordSyntax {
    std::vector<AttributeSyntax> attributes;  // in the order of the text, each name once
};

struct TypeSyntax {
    Span span;
    std::variant<PrimitiveType, ReferenceSyntax, SetSyntax, RecordSyntax> content;
};

struct CommonTypeSyntax {
    NameSyntax name;
    TypeSyntaxPointer type;
    std::vector<Annotation> annotations;
};

struct EntityTypeSyntax {
    NameSyntax name;
    std::vector<NameSyntax> parents;
    TypeSyntaxPointer shape;  // null: no attributes
    TypeSyntaxPointer tags;   // null: no tags
    std::optional<std::vector<std::string>> ids;
    std::vector<Annotation> annotations;
};

// "view", view and House::Action::"view": the type is absent where the author left it out.
struct ActionReference {
    std::optional<std::string> type;
    std::string id;
    Span span;
};

struct AppliesToSyntax {
    std::vector<NameSyntax> principals;
    std::vector<NameSyntax> resources;
    TypeSyntaxPointer context;  // null: the empty record
};

struct ActionSyntax {
    NameSyntax name;
    std::vector<ActionReference> groups;
    std::optional<AppliesToSyntax> applies_to;
    std::vector<Annotation> annotations;
};

struct NamespaceSyntax {
    std::optional<NameSyntax> name;  // absent: the declarations outside all namespaces
    std::vector<Annotation> annotations;
    std::vector<CommonTypeSyntax> common_types;
    std::vector<EntityTypeSyntax> entity_types;
    std::vector<ActionSyntax> actions;
};

// INVARIANT: no two namespaces have the same name, and no two common types, entity types or
// actions of one namespace.
struct SchemaSyntax {
    std::vector<NamespaceSyntax> namespaces;
};

// Whether `text` has the form of an identifier (ANYIDENT of syntax-grammar).
bool is_word(std::string_view text);
// Whether `text` is an identifier that Cedar does not reserve (IDENT of syntax-grammar; __cedar is
// one).
bool is_identifier(std::string_view text);
// Whether it is one such identifier or several, joined by "::" without spaces.
bool is_path(std::string_view text);
// Whether no common type may bear this name: Bool, Boolean, Entity, Extension, Long, Record, Set,
// String (RESERVED of the grammar).
bool is_reserved_type_name(std::string_view name);
// Whether one of the components of `name`, joined by "::", is __cedar, which belongs to Cedar.
bool has_reserved_component(std::string_view name);

}  // namespace postvern::policy::language::schema
