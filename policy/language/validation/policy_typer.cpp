#include "policy/language/validation/policy_typer.hpp"

#include "policy/language/validation/scope_expressions.hpp"
#include "policy/language/validation/typechecker.hpp"

namespace postvern::policy::language::validation {

PolicyTyper::PolicyTyper(const schema::Schema& schema, const PolicySyntax& policy)
    : schema_(schema), policy_(policy), scope_(scope_expressions(policy)) {}

// The condition of a policy is one chain: principal && action && resource && (conditions), where
// the conditions are c1 && (c2 && (c3 ...)).
PolicyTyping PolicyTyper::type(const schema::RequestEnvironment& environment, TypingDetail detail) {
    PolicyTyping typing;
    Typechecker checker(schema_, environment, numbers_, typing, detail);
    const auto condition = [&](std::size_t index) {
        const Condition& part = policy_.conditions[index];
        Judgement judgement = checker.expect_boolean(*part.body);
        return part.kind == ConditionKind::when ? judgement
                                                : Typechecker::negated(std::move(judgement));
    };
    const std::size_t bodies = policy_.conditions.empty() ? 0 : 1;
    if (scope_.size() + bodies == 0) return typing;
    const Judgement whole = checker.conjunction(scope_.size() + bodies, [&](std::size_t index) {
        if (index < scope_.size()) return checker.expect_boolean(*scope_[index]);
        return checker.conjunction_from_right(policy_.conditions.size(), condition);
    });
    typing.impossible = whole.is(TypeKind::always_false);
    return typing;
}

}  // namespace postvern::policy::language::validation
