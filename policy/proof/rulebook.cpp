#include "policy/proof/rulebook.hpp"

#include <optional>
#include <utility>

#include "policy/engine/verdict.hpp"
#include "policy/language/json/entities.hpp"
#include "policy/language/validation/conformance.hpp"
#include "policy/language/validation/validator.hpp"
#include "policy/proof/policy_meaning.hpp"
#include "policy/rule_reasons.hpp"
#include "policy/tools/judge.hpp"

namespace postvern::policy::proof {

Rulebook::Rulebook(std::span<const language::Source> files, const language::schema::Schema& schema)
    : schema_(schema), rules_(engine::RuleSet::parse(files)) {
    const auto environments = schema.environments();
    for (const engine::Policy& rule : rules_.policies()) {
        const auto found = language::validation::validate(schema, environments, rule.id(),
                                                          rule.syntax(), nullptr);
        if (!found.passed()) {
            const auto& error = found.errors.front();
            throw rule.source().error(error.span.begin, "rule " + rule.id() + ": " + error.message);
        }
        policies_.add(rule.id(), rule.syntax(), nullptr);
    }
}

std::vector<language::Entity> Rulebook::entities_of(const World& world) const {
    auto entities = world.entities;
    language::json::add_actions(schema_, entities);
    return entities;
}

engine::Response Rulebook::ask(const World& world) const {
    engine::Entities known;
    for (auto& entity : entities_of(world)) known.add(std::move(entity));
    return engine::authorize(policies_, known, world.request, engine::Strictness::house);
}

engine::Response Rulebook::ask_both(const World& world) const {
    tools::Judge judge(policies_, entities_of(world), &schema_);
    return judge.authorize(world.request, engine::Strictness::house);
}

RecordStrength Rulebook::record_of(const engine::Response& response, const World& world) const {
    if (response.determining.empty()) return record_of_refusal(world.request.principal.type);
    std::vector<const engine::Policy*> determining;
    for (const auto* entry : response.determining) determining.push_back(rules_.find(entry->id));
    return engine::strongest_record(determining);
}

std::string Rulebook::to_text(const engine::Response& response, const World& world) const {
    std::string text = response.permitted ? "permitted" : "denied";
    std::string_view separator = " by ";
    for (const auto* entry : response.determining) {
        text.append(separator).append(entry->id);
        separator = ", ";
    }
    if (response.determining.empty()) text += " by no rule";
    for (const auto& failure : response.errors) {
        text += "; " + failure.policy->id + " fails: " + failure.error.message;
    }
    return text.append(", recorded as ").append(word_of(record_of(response, world)));
}

std::optional<std::string> find_fault(const World& world, const language::schema::Schema& schema) {
    if (auto fault = language::validation::check_request(schema, world.request)) return fault;
    return language::validation::check_entities(schema, world.entities);
}

}  // namespace postvern::policy::proof
