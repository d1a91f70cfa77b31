// How the types of strict validation relate (validation, strict mode). Pure functions,
// thread-safe.
#pragma once

#include "policy/language/schema/type.hpp"

namespace postvern::policy::language::validation {

using schema::Type;
using schema::TypeKind;
using schema::TypePointer;

// Whether every value of `narrow` is one of `wide`. Strict: records have the same attributes, all
// of them equally required; an entity type is a subtype of itself alone.
bool is_subtype(const Type& narrow, const Type& wide);

// The least type that both are subtypes of; null if there is none.
TypePointer least_upper_bound(const TypePointer& left, const TypePointer& right);

// Whether certainly no value is of both types: what Cedar knows of two different entity types.
bool are_disjoint(const Type& left, const Type& right);

}  // namespace postvern::policy::language::validation
