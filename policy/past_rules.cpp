#include "policy/past_rules.hpp"

#include "policy/engine/house_schema.hpp"
#include "policy/engine/rule_set.hpp"
#include "policy/engine/verdict.hpp"
#include "policy/question.hpp"

namespace postvern::policy {

struct PastRules::Rules {
    engine::RuleSet set;
};

namespace {

engine::RuleSet parse(std::span<const RulebookFile> files) {
    std::vector<engine::Source> sources;
    for (const RulebookFile& file : files) sources.push_back({file.name, file.text});
    return engine::RuleSet::parse(sources);
}

}  // namespace

PastRules::PastRules(std::span<const RulebookFile> files) : rules_(new Rules{parse(files)}) {}
PastRules::~PastRules() = default;

Decision PastRules::decide(const PastRequest& request, const Facts& facts) const {
    // The channel is not recorded: rules that ask for it may decide otherwise here.
    const Question question{request.principal, request.action, request.resource, request.purpose,
                            Channel::control,  request.moment, request.extent,   request.instruction};
    const KnownFacts known = facts_of(question, facts);
    engine::Entities entities = cedar_entities(question, known);
    for (engine::Entity& action : engine::house_actions()) entities.add(std::move(action));
    const engine::Verdict verdict = engine::decide(
        rules_->set, entities, cedar_request(question, known), engine::Strictness::house);
    Decision decision;
    decision.permitted = verdict.permitted;
    for (const engine::Policy* policy : verdict.determining) decision.rules.push_back(policy->id());
    for (const auto& error : verdict.errors) decision.errors.push_back(engine::to_text(error));
    decision.record = verdict.determining.empty()
                          ? engine::record_of_refusal(type_of(request.principal))
                          : engine::strongest_record(verdict.determining);
    return decision;
}

}  // namespace postvern::policy
