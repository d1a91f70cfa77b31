// The scope of a policy in the image's numbers.
#pragma once

#include <optional>
#include <vector>

#include "policy/engine/compiled/program.hpp"
#include "policy/language/policy_syntax.hpp"

namespace postvern::policy::engine::compiled {

// What is asked of the principal or the resource; kNone: nothing.
struct EntityScope {
    Selector selector = kNone;
    Symbol type = kNone;
    bool nobody = false;  // a template's slot, or an empty list: nothing matches
};

struct PolicyScope {
    EntityScope principal;
    EntityScope resource;
    bool any_action = true;
    std::vector<Selector> actions;  // one of them must hold, unless any_action

    bool empty() const {
        return principal.nobody || resource.nobody || (!any_action && actions.empty());
    }
};

// Numbers the constants of the scope in `program`.
PolicyScope scope_of(const language::PolicySyntax& policy, Program& program);

}  // namespace postvern::policy::engine::compiled
