// Every entity and every entity type that a policy names, wherever they stand. Pure functions,
// thread-safe.
#pragma once

#include <string>
#include <vector>

#include "policy/language/policy_syntax.hpp"

namespace postvern::policy::language::validation {

struct NamedEntity {
    EntityUid uid;
    Span span;
};

struct NamedType {
    std::string type;
    Span span;
};

struct PolicyNames {
    std::vector<NamedEntity> entities;
    std::vector<NamedType> types;  // those that `is` tests for; not those of the entities
};

PolicyNames names_in(const PolicySyntax& policy);

}  // namespace postvern::policy::language::validation
