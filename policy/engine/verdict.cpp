#include "policy/engine/verdict.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace postvern::policy::engine {

namespace {

void add_distinct(std::vector<std::string_view>& values, std::optional<std::string_view> value) {
    if (!value || std::find(values.begin(), values.end(), *value) != values.end()) return;
    values.push_back(*value);
}

}  // namespace

Verdict decide(const RuleSet& rules, const Entities& entities, const Request& request,
               Strictness strictness) {
    const Evaluator evaluator(entities, request);
    std::vector<const Policy*> permits;
    std::vector<const Policy*> forbids;
    Verdict verdict;
    for (const Policy& policy : rules.policies()) {
        Assessment assessment = assess(policy.syntax(), evaluator);
        const bool forbidding = policy.effect() == Effect::forbid;
        if (assessment.satisfaction == Satisfaction::satisfied) {
            (forbidding ? forbids : permits).push_back(&policy);
        } else if (assessment.satisfaction == Satisfaction::failed) {
            verdict.errors.push_back({&policy, std::move(*assessment.error)});
            if (forbidding && strictness == Strictness::house) forbids.push_back(&policy);
        }
    }
    verdict.permitted = forbids.empty() && !permits.empty();
    verdict.determining = std::move(verdict.permitted ? permits : forbids);
    return verdict;
}

RecordStrength strongest_record(std::span<const Policy* const> determining) {
    std::optional<RecordStrength> strongest;
    for (const Policy* policy : determining) strongest = std::max(strongest, policy->record());
    return strongest.value_or(RecordStrength::entry);
}

RecordStrength record_of_refusal(std::string_view principal_type) {
    const bool outside = principal_type == "Owner" || principal_type == "DeliveryAgent";
    return outside ? RecordStrength::tally : RecordStrength::entry;
}

Obligations obligations(const Verdict& verdict) {
    Obligations due;
    due.record = strongest_record(verdict.determining);
    for (const Policy* policy : verdict.determining) {
        add_distinct(due.notify, policy->annotation("notify"));
        add_distinct(due.retain, policy->annotation("retain"));
    }
    return due;
}

std::string to_text(const PolicyError& error) {
    const language::Position where = error.policy->position_of(error.error.where);
    return error.policy->file() + ":" + std::to_string(where.line) + ":" +
           std::to_string(where.column) + ": rule " + error.policy->id() + ": " +
           error.error.message;
}

}  // namespace postvern::policy::engine
