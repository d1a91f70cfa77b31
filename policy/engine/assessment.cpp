#include "policy/engine/assessment.hpp"

#include <algorithm>
#include <variant>

#include "policy/engine/operators.hpp"

namespace postvern::policy::engine {

namespace {

struct Matcher {
    const EntityUid& uid;
    const Entities& entities;

    bool operator()(const language::AnyEntity&) const { return true; }
    bool operator()(const language::EqualTo& demand) const { return uid == demand.uid; }
    bool operator()(const language::InHierarchy& demand) const {
        return std::any_of(
            demand.ancestors.begin(), demand.ancestors.end(),
            [this](const EntityUid& ancestor) { return entities.is_in(uid, ancestor); });
    }
    bool operator()(const language::OfType& demand) const {
        if (uid.type != demand.type) return false;
        return !demand.ancestor || entities.is_in(uid, *demand.ancestor);
    }
    // A template is no policy: until it is linked, it is about nothing.
    bool operator()(const language::EqualToSlot&) const { return false; }
    bool operator()(const language::InSlot&) const { return false; }
    bool operator()(const language::OfTypeInSlot&) const { return false; }
};

Assessment assess_condition(const language::Condition& condition, const Evaluator& evaluator) {
    const bool wanted = condition.kind == language::ConditionKind::when;
    const Outcome outcome = evaluator.evaluate(*condition.body);
    if (outcome.failed()) {
        return {Satisfaction::failed, nullptr, &condition, outcome.error()};
    }
    const bool* const value = outcome.value().as_bool();
    if (value == nullptr) {
        return {Satisfaction::failed, nullptr, &condition,
                wrong_type(wanted ? "when" : "unless", "bool", outcome.value(),
                           condition.body->span)};
    }
    if (*value == wanted) return {};
    return {Satisfaction::condition_failed, nullptr, &condition, std::nullopt};
}

}  // namespace

bool matches(const language::ScopeConstraint& constraint, const EntityUid& uid,
             const Entities& entities) {
    return std::visit(Matcher{uid, entities}, constraint.demand);
}

Assessment assess(const language::PolicySyntax& policy, const Evaluator& evaluator) {
    const Request& request = evaluator.request();
    const auto outside = [&](const language::ScopeConstraint& constraint, const EntityUid& uid) {
        return !matches(constraint, uid, evaluator.entities());
    };
    const auto out_of_scope = [](const language::ScopeConstraint& constraint) {
        return Assessment{Satisfaction::out_of_scope, &constraint, nullptr, std::nullopt};
    };
    if (outside(policy.principal, request.principal)) return out_of_scope(policy.principal);
    if (outside(policy.action, request.action)) return out_of_scope(policy.action);
    if (outside(policy.resource, request.resource)) return out_of_scope(policy.resource);
    for (const language::Condition& condition : policy.conditions) {
        Assessment assessment = assess_condition(condition, evaluator);
        if (assessment.satisfaction != Satisfaction::satisfied) return assessment;
    }
    return {};
}

}  // namespace postvern::policy::engine
