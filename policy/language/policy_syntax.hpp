// The abstract syntax of a Cedar policy (syntax-policy): annotations, effect, scope, conditions.
// Immutable once parsed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "policy/language/expression.hpp"

namespace postvern::policy::language {

// @name("value"), and @name without a value.
struct Annotation {
    std::string name;
    std::optional<std::string> value;
    Span span;
};

enum class Effect : std::uint8_t { permit, forbid };

// What a part of the scope demands of the request's entity.
struct AnyEntity {};
struct EqualTo {
    EntityUid uid;
};
struct InHierarchy {  // in Type::"id", and in [..] of actions: any number of alternatives
    std::vector<EntityUid> ancestors;
};
struct OfType {  // is Type, and is Type in Type::"id"
    std::string type;
    std::optional<EntityUid> ancestor;
};
// Of a template: the same with ?principal (in the scope's principal) or ?resource (in its
// resource) for the entity. Nothing matches them: a link replaces them first.
struct EqualToSlot {};
struct InSlot {};
struct OfTypeInSlot {
    std::string type;
};

struct ScopeConstraint {
    Span span;
    std::variant<AnyEntity, EqualTo, InHierarchy, OfType, EqualToSlot, InSlot, OfTypeInSlot>
        demand;

    bool has_slot() const { return demand.index() > 3; }
};

enum class ConditionKind : std::uint8_t { when, unless };

struct Condition {
    ConditionKind kind;
    ExpressionPointer body;
    Span span;
};

struct PolicySyntax {
    std::vector<Annotation> annotations;
    Effect effect = Effect::forbid;
    ScopeConstraint principal;
    ScopeConstraint action;
    ScopeConstraint resource;
    std::vector<Condition> conditions;
    Span span;  // from the first annotation or the effect to the semicolon

    bool is_template() const { return principal.has_slot() || resource.has_slot(); }
    // The annotation of this name, or null.
    const Annotation* annotation(std::string_view name) const;
};

}  // namespace postvern::policy::language
