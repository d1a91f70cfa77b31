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

language::Span find_clause(const Assessment& assessment, const Evaluator& evaluator) {
    switch (assessment.satisfaction) {
        case Satisfaction::out_of_scope:
            return assessment.constraint->span;
        case Satisfaction::condition_failed: {
            const bool value = assessment.condition->kind == language::ConditionKind::unless;
            return narrow(*assessment.condition->body, evaluator, value).span;
        }
        case Satisfaction::failed:
            return assessment.error->where;
        case Satisfaction::satisfied:
            break;
    }
    return {};
}

PolicyExplanation explain_policy(const Policy& policy, const Evaluator& evaluator) {
    const Assessment assessment = assess(policy.syntax(), evaluator);
    PolicyExplanation explained{&policy, assessment.satisfaction,
                                find_clause(assessment, evaluator), {}, {}};
    explained.clause_text = on_one_line(policy.text_of(explained.clause));
    if (assessment.error) explained.error = assessment.error->message;
    return explained;
}

}  // namespace

Explanation explain(const RuleSet& rules, const Entities& entities, const Request& request,
                    Strictness strictness) {
    const Evaluator evaluator(entities, request);
    Explanation explanation{decide(rules, entities, request, strictness), {}};
    for (const Policy& policy : rules.policies()) {
        explanation.policies.push_back(explain_policy(policy, evaluator));
    }
    return explanation;
}

}  // namespace postvern::policy::engine
