#include "policy/tools/coverage.hpp"

#include <algorithm>
#include <utility>
#include <variant>

#include "policy/engine/explanation.hpp"

namespace postvern::policy::tools {

using engine::Satisfaction;
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

// The operands of the chain that decides the condition, or the condition as one.
std::vector<Span> parts_of(const language::Condition& condition) {
    const Expression& body = *condition.body;
    const std::vector<language::ExpressionPointer>* operands = nullptr;
    if (condition.kind == language::ConditionKind::when) {
        if (const auto* chain = std::get_if<language::Conjunction>(&body.node)) {
            operands = &chain->operands;
        }
    } else if (const auto* chain = std::get_if<language::Disjunction>(&body.node)) {
        operands = &chain->operands;
    }
    if (operands == nullptr) return {body.span};
    std::vector<Span> spans;
    for (const auto& operand : *operands) spans.push_back(operand->span);
    return spans;
}

std::vector<Span> clauses_of(const PolicySyntax& policy) {
    std::vector<Span> spans;
    for (const ScopeConstraint* part : {&policy.principal, &policy.action, &policy.resource}) {
        if (!std::holds_alternative<language::AnyEntity>(part->demand)) {
            spans.push_back(part->span);
        }
    }
    for (const language::Condition& condition : policy.conditions) {
        const auto parts = parts_of(condition);
        spans.insert(spans.end(), parts.begin(), parts.end());
    }
    return spans;
}

}  // namespace

Coverage::Policy& Coverage::policy_of(const PolicyEntry& entry) {
    const std::string id = entry.link ? entry.link->template_id : entry.id;
    const std::string place = place_of(entry, entry.syntax.span);
    const auto [found, added] = places_.try_emplace(place + ' ' + id, policies_.size());
    if (added) {
        Policy policy{id, place, false, {}};
        for (const Span span : clauses_of(entry.syntax)) {
            policy.clauses.push_back(
                {place_of(entry, span), engine::on_one_line(entry.source->text(span)), false});
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
        Policy& policy = policy_of(entry);
        const auto& determining = response.determining;
        if (std::find(determining.begin(), determining.end(), &entry) != determining.end()) {
            policy.decided = true;
        }
        const auto obstacle = engine::find_obstacle(entry.syntax, nullptr, evaluator);
        if (obstacle.satisfaction == Satisfaction::satisfied ||
            obstacle.satisfaction == Satisfaction::failed) {
            continue;
        }
        const auto spans = clauses_of(entry.syntax);
        for (std::size_t i = 0; i < spans.size(); ++i) {
            const bool inside =
                spans[i].begin <= obstacle.clause.begin && obstacle.clause.end <= spans[i].end;
            if (inside) policy.clauses[i].decided = true;
        }
    }
}

}  // namespace postvern::policy::tools
