#include "policy/tools/coverage.hpp"

#include <algorithm>
#include <utility>
#include <variant>

#include "policy/engine/assessment.hpp"
#include "policy/engine/explanation.hpp"

namespace postvern::policy::tools {

using language::Expression;
using language::PolicyEntry;
using language::PolicySyntax;
using language::ScopeConstraint;
using language::Span;

namespace {

std::string place_of(const PolicyEntry& entry, Span span) {
    const auto position = entry.source->position(span.begin);
    return entry.source->name() + ":" + std::to_string(position.line) + ":" +
           std::to_string(position.column);
}

// What must hold for a policy to apply: a part of its scope, or an expression that must come out so.
struct Demand {
    const ScopeConstraint* constraint = nullptr;
    const language::EntityUid* uid = nullptr;  // that the constraint is about
    const Expression* expression = nullptr;
    bool wanted = true;

    Span span() const { return constraint != nullptr ? constraint->span : expression->span; }
};

// The operands of the chain that decides the condition, or the condition as one.
void append_demands(const language::Condition& condition, std::vector<Demand>& demands) {
    const Expression& body = *condition.body;
    const bool wanted = condition.kind == language::ConditionKind::when;
    const std::vector<language::ExpressionPointer>* operands = nullptr;
    if (wanted) {
        if (const auto* chain = std::get_if<language::Conjunction>(&body.node)) {
            operands = &chain->operands;
        }
    } else if (const auto* chain = std::get_if<language::Disjunction>(&body.node)) {
        operands = &chain->operands;
    }
    if (operands == nullptr) return demands.push_back({nullptr, nullptr, &body, wanted});
    for (const auto& operand : *operands) {
        demands.push_back({nullptr, nullptr, operand.get(), wanted});
    }
}

// In the order in which they are asked.
std::vector<Demand> demands_of(const PolicySyntax& policy, const engine::Request& request) {
    std::vector<Demand> demands;
    const auto append = [&](const ScopeConstraint& constraint, const language::EntityUid& uid) {
        if (std::holds_alternative<language::AnyEntity>(constraint.demand)) return;
        demands.push_back({&constraint, &uid, nullptr, true});
    };
    append(policy.principal, request.principal);
    append(policy.action, request.action);
    append(policy.resource, request.resource);
    for (const language::Condition& condition : policy.conditions) {
        append_demands(condition, demands);
    }
    return demands;
}

// What becomes of a policy.
enum class Fate { applies, does_not_apply, fails };

Fate meet(const Demand& demand, const engine::Evaluator& evaluator) {
    if (demand.constraint != nullptr) {
        return engine::matches(*demand.constraint, *demand.uid, evaluator.entities())
                   ? Fate::applies
                   : Fate::does_not_apply;
    }
    const engine::Outcome outcome = evaluator.evaluate(*demand.expression);
    const bool* const value = outcome.failed() ? nullptr : outcome.value().as_bool();
    if (value == nullptr) return Fate::fails;
    return *value == demand.wanted ? Fate::applies : Fate::does_not_apply;
}

// Whether a response shows which of two fates a policy of this effect has: a permit that applies shows
// only where nothing is forbidden.
bool shows(Fate one, Fate other, language::Effect effect, const engine::Response& response) {
    if (one == other) return false;
    if (one == Fate::fails || other == Fate::fails) return true;
    return effect == language::Effect::forbid || response.determining.empty() ||
           response.determining.front()->syntax.effect == language::Effect::permit;
}

}  // namespace

Coverage::Policy& Coverage::policy_of(const PolicyEntry& entry, const engine::Request& request) {
    const std::string id = entry.link ? entry.link->template_id : entry.id;
    const std::string place = place_of(entry, entry.syntax.span);
    const auto [found, added] = places_.try_emplace(place + ' ' + id, policies_.size());
    if (added) {
        Policy policy{id, place, false, {}};
        for (const Demand& demand : demands_of(entry.syntax, request)) {
            policy.clauses.push_back({place_of(entry, demand.span()),
                                      engine::on_one_line(entry.source->text(demand.span())),
                                      false});
        }
        policies_.push_back(std::move(policy));
    }
    return policies_[found->second];
}

void Coverage::add(const language::PolicySet& policies, const engine::Entities& entities,
                   const engine::Request& request, const engine::Response& response) {
    const engine::Evaluator evaluator(entities, request);
    for (const PolicyEntry& entry : policies.policies()) {
        if (entry.source == nullptr) continue;
        Policy& policy = policy_of(entry, request);
        const auto& determining = response.determining;
        if (std::find(determining.begin(), determining.end(), &entry) != determining.end()) {
            policy.decided = true;
        }
        // The first demand that is not met decides, unless the next such would have done the same.
        std::size_t first = 0;
        Fate fate = Fate::applies;
        Fate without = Fate::applies;
        const auto demands = demands_of(entry.syntax, request);
        for (std::size_t i = 0; i < demands.size() && without == Fate::applies; ++i) {
            const Fate met = meet(demands[i], evaluator);
            if (met == Fate::applies) continue;
            if (fate == Fate::applies) {
                fate = met;
                first = i;
            } else {
                without = met;
            }
        }
        if (shows(fate, without, entry.syntax.effect, response)) {
            policy.clauses[first].decided = true;
        }
    }
}

}  // namespace postvern::policy::tools
