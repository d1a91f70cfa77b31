#include "policy/engine/admission.hpp"

#include "policy/language/validation/validator.hpp"

namespace postvern::policy::engine {

namespace {

using language::validation::Finding;

[[noreturn]] void refuse(const Policy& policy, language::Span span, const std::string& problem) {
    throw policy.source().error(span.begin, "rule " + policy.id() + ": " + problem);
}

}  // namespace

void admit(const RuleSet& rules, const language::schema::Schema& schema) {
    const auto environments = schema.environments();
    for (const Policy& policy : rules.policies()) {
        const auto found = language::validation::validate(schema, environments, policy.id(),
                                                          policy.syntax(), nullptr);
        if (!found.passed()) {
            const Finding& error = found.errors.front();
            const std::string help = error.help.empty() ? "" : " (" + error.help + ")";
            refuse(policy, error.span, error.message + help);
        }
        if (policy.effect() != Effect::forbid) continue;
        for (const Finding& hazard : found.hazards) {
            refuse(policy, hazard.span,
                   "expected a forbid that cannot fail, but " + hazard.message);
        }
    }
}

}  // namespace postvern::policy::engine
