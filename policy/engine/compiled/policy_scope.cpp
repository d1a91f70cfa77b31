#include "policy/engine/compiled/policy_scope.hpp"

#include <stdexcept>
#include <variant>

namespace postvern::policy::engine::compiled {

namespace {

struct EntityScopeOf {
    Program& program;

    Selector in(const language::EntityUid& uid) const {
        return program.selectors.in(program.vocabulary.entity(uid));
    }

    EntityScope operator()(const language::AnyEntity&) const { return {}; }
    EntityScope operator()(const language::EqualTo& demand) const {
        return {program.selectors.equal_to(program.vocabulary.entity(demand.uid)), kNone, false};
    }
    EntityScope operator()(const language::InHierarchy& demand) const {
        if (demand.ancestors.empty()) return {kNone, kNone, true};
        if (demand.ancestors.size() > 1) {
            throw std::logic_error("only an action is in one of several entities");
        }
        return {in(demand.ancestors[0]), kNone, false};
    }
    EntityScope operator()(const language::OfType& demand) const {
        return {demand.ancestor ? in(*demand.ancestor) : kNone,
                program.vocabulary.symbol(demand.type), false};
    }
    template <class Slot>
    EntityScope operator()(const Slot&) const {
        return {kNone, kNone, true};
    }
};

}  // namespace

PolicyScope scope_of(const language::PolicySyntax& policy, Program& program) {
    PolicyScope scope;
    scope.principal = std::visit(EntityScopeOf{program}, policy.principal.demand);
    scope.resource = std::visit(EntityScopeOf{program}, policy.resource.demand);
    if (std::holds_alternative<language::AnyEntity>(policy.action.demand)) return scope;
    scope.any_action = false;
    if (const auto* one = std::get_if<language::EqualTo>(&policy.action.demand)) {
        scope.actions.push_back(program.selectors.equal_to(program.vocabulary.entity(one->uid)));
    } else if (const auto* list = std::get_if<language::InHierarchy>(&policy.action.demand)) {
        for (const language::EntityUid& uid : list->ancestors) {
            scope.actions.push_back(program.selectors.in(program.vocabulary.entity(uid)));
        }
    } else {
        throw std::logic_error("an action is not asked for its type");
    }
    return scope;
}

}  // namespace postvern::policy::engine::compiled
