#include "policy/engine/explanation.hpp"

#include <string_view>
#include <utility>
#include <variant>

namespace postvern::policy::engine {

using language::Expression;

namespace {

bool evaluates_to(const Expression& expression, const Evaluator& evaluator, bool wanted) {
    const Outcome outcome = evaluator.evaluate(expression);
    if (outcome.failed()) return false;
    const bool* const value = outcome.value().as_bool();
    return value != nullptr && *value == wanted;
}

// The operand that made a chain come out as `value`, where one alone did; otherwise null.
const Expression* decisive_operand(const Expression& expression, const Evaluator& evaluator,
                                   bool value) {
    const std::vector<language::ExpressionPointer>* operands = nullptr;
    const auto* conjunction = std::get_if<language::Conjunction>(&expression.node);
    const auto* disjunction = std::get_if<language::Disjunction>(&expression.node);
    if (conjunction != nullptr && !value) operands = &conjunction->operands;
    if (disjunction != nullptr && value) operands = &disjunction->operands;
    if (operands == nullptr) return nullptr;
    for (const auto& operand : *operands) {
        if (evaluates_to(*operand, evaluator, value)) return operand.get();
    }
    return nullptr;
}

// Narrows an expression that came out as `value` to the part that made it so. Each step goes one
// level down, so that it ends.
const Expression& narrow(const Expression& whole, const Evaluator& evaluator, bool value) {
    const Expression* part = &whole;
    while (const Expression* operand = decisive_operand(*part, evaluator, value)) part = operand;
    return *part;
}

// The part of the scope that does not match, with the request's entity that it is about.
void describe_scope(const language::PolicySyntax& policy,
                    const language::ScopeConstraint& constraint, const Request& request,
                    Obstacle& obstacle) {
    obstacle.clause = constraint.span;
    const bool principal = &constraint == &policy.principal;
    const bool action = &constraint == &policy.action;
    const EntityUid& uid =
        principal ? request.principal : (action ? request.action : request.resource);
    const char* const name = principal ? "principal" : (action ? "action" : "resource");
    obstacle.seen.push_back({name, shortened(language::to_text(uid))});
}

void describe_condition(const language::Condition& condition, const Evaluator& evaluator,
                        Obstacle& obstacle) {
    const bool value = condition.kind == language::ConditionKind::unless;
    const Expression& part = narrow(*condition.body, evaluator, value);
    obstacle.clause = part.span;
    obstacle.seen = seen_values(part, {}, evaluator);
}

}  // namespace

std::string on_one_line(std::string_view text) {
    std::string line;
    for (const char octet : text) {
        const bool space = octet == ' ' || (octet >= '\t' && octet <= '\r');
        if (!space) line.push_back(octet);
        if (space && !line.empty() && line.back() != ' ') line.push_back(' ');
    }
    while (!line.empty() && line.back() == ' ') line.pop_back();
    return line;
}

Obstacle find_obstacle(const language::PolicySyntax& policy, const language::SourceText* source,
                       const Evaluator& evaluator) {
    const Assessment assessment = assess(policy, evaluator);
    Obstacle obstacle;
    obstacle.satisfaction = assessment.satisfaction;
    switch (assessment.satisfaction) {
        case Satisfaction::out_of_scope:
            describe_scope(policy, *assessment.constraint, evaluator.request(), obstacle);
            break;
        case Satisfaction::condition_failed:
            describe_condition(*assessment.condition, evaluator, obstacle);
            break;
        case Satisfaction::failed:
            obstacle.clause = assessment.error->where;
            obstacle.error = assessment.error->message;
            obstacle.seen = seen_values(*assessment.condition->body, obstacle.clause, evaluator);
            break;
        case Satisfaction::satisfied:
            return obstacle;
    }
    if (source != nullptr) obstacle.clause_text = on_one_line(source->text(obstacle.clause));
    return obstacle;
}

Explanation explain(const RuleSet& rules, const Entities& entities, const Request& request,
                    Strictness strictness) {
    const Evaluator evaluator(entities, request);
    Explanation explanation{decide(rules, entities, request, strictness), {}};
    for (const Policy& policy : rules.policies()) {
        explanation.policies.push_back(
            {find_obstacle(policy.syntax(), &policy.source(), evaluator), &policy});
    }
    return explanation;
}

}  // namespace postvern::policy::engine
