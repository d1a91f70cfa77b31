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

// @name("value"); without a value, the empty text.
struct Annotation {
    std::string name;
    std::string value;
    Span span;
};

enum class Effect : std::uint8_t { permit, forbid };

// What a part of the scope demands of the request's entity.
struct AnyEntity {};
struct EqualTo {
    EntityUid uid;
};
struct InHierarchy {  // in Type::"id", and in [..]: one alternative or more
    std::vector<EntityUid> ancestors;
};
struct OfType {  // is Type, and is Type in Type::"id"
    std::string type;
    std::optional<EntityUid> ancestor;
};

struct ScopeConstraint {
    Span span;
    std::variant<AnyEntity, EqualTo, InHierarchy, OfType> demand;
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
};

}  // namespace postvern::policy::language
