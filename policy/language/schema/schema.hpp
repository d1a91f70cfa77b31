// A resolved Cedar schema (schema): entity types and actions by their full names, no common types
// left, both hierarchies closed transitively. Immutable once built, so threads may share it.
// INVARIANT: every name that a declaration refers to is declared; lists of names are in ascending
// order, each once. No two actions contain each other.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policy/language/schema/type.hpp"
#include "policy/language/value.hpp"

namespace postvern::policy::language::schema {

// entity Name in [..] { attributes } tags Type;  entity Name enum ["id"];
struct EntityTypeDeclaration {
    std::string name;
    std::vector<Attribute> attributes;            // in ascending order of names
    TypePointer tags;                             // of every tag; null where the type has none
    std::optional<std::vector<std::string>> ids;  // of an enumerated type, in order of declaration
    std::vector<std::string> parents;             // types of direct parents, as declared
    std::vector<std::string> ancestors;    // closed transitively; the type itself if it may nest
    std::vector<std::string> descendants;  // the inverse of `ancestors`
};

// action "name" in [..] appliesTo { principal: .., resource: .., context: .. };
struct ActionDeclaration {
    EntityUid uid;                        // NS::Action::"name"
    std::vector<EntityUid> parents;       // groups, as declared
    std::vector<EntityUid> ancestors;     // closed transitively, without itself
    std::vector<EntityUid> descendants;   // the inverse of `ancestors`
    std::vector<std::string> principals;  // empty where it applies to nothing: a mere group
    std::vector<std::string> resources;
    TypePointer context;  // a record, the empty one where none is declared; never null
};

// One kind of request that the schema allows. Points into the Schema, which must outlive it.
struct RequestEnvironment {
    const EntityTypeDeclaration* principal = nullptr;
    const ActionDeclaration* action = nullptr;
    const EntityTypeDeclaration* resource = nullptr;
};

class Schema {
  public:
    using EntityTypes = std::map<std::string, EntityTypeDeclaration, std::less<>>;
    using Actions = std::map<EntityUid, ActionDeclaration>;

    Schema(EntityTypes entity_types, Actions actions)
        : entity_types_(std::move(entity_types)), actions_(std::move(actions)) {}

    // In ascending order of names.
    const EntityTypes& entity_types() const { return entity_types_; }
    const Actions& actions() const { return actions_; }

    // The declaration, or null. `House::Action` is no entity type here: see is_action_type.
    const EntityTypeDeclaration* find_entity_type(std::string_view name) const;
    const ActionDeclaration* find_action(const EntityUid& uid) const;
    // Whether `name` is the type of a declared action: Action, or Namespace::Action.
    bool is_action_type(std::string_view name) const;

    // Whether an entity of type `descendant` may be in one of type `ancestor`: the same type, or
    // one that its declaration names, directly or through others.
    bool may_be_in(std::string_view descendant, std::string_view ancestor) const;

    // Every (principal type, action, resource type) that some action applies to.
    std::vector<RequestEnvironment> environments() const;

  private:
    EntityTypes entity_types_;
    Actions actions_;
};

}  // namespace postvern::policy::language::schema
