#include "policy/engine/authorization.hpp"

#include <utility>

namespace postvern::policy::engine {

Response authorize(const language::PolicySet& policies, const Entities& entities,
                   const Request& request, Strictness strictness) {
    const Evaluator evaluator(entities, request);
    std::vector<const language::PolicyEntry*> permits;
    std::vector<const language::PolicyEntry*> forbids;
    Response response;
    for (const language::PolicyEntry& policy : policies.policies()) {
        Assessment assessment = assess(policy.syntax, evaluator);
        const bool forbidding = policy.syntax.effect == Effect::forbid;
        if (assessment.satisfaction == Satisfaction::satisfied) {
            (forbidding ? forbids : permits).push_back(&policy);
        } else if (assessment.satisfaction == Satisfaction::failed) {
            response.errors.push_back({&policy, std::move(*assessment.error)});
            if (forbidding && strictness == Strictness::house) forbids.push_back(&policy);
        }
    }
    response.permitted = forbids.empty() && !permits.empty();
    response.determining = std::move(response.permitted ? permits : forbids);
    return response;
}

}  // namespace postvern::policy::engine
