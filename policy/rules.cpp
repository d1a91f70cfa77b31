#include "policy/rules.hpp"

#include <algorithm>
#include <optional>

#include "policy/engine/explanation.hpp"
#include "policy/engine/house_schema.hpp"
#include "policy/language/constant.hpp"
#include "policy/language/validation/validator.hpp"
#include "policy/rule_reasons.hpp"
#include "policy/tools/reading.hpp"

namespace postvern::policy {

namespace {

using engine::Policy;
using engine::PolicyExplanation;
using engine::RuleSet;
using engine::Satisfaction;
using engine::Source;
using language::SyntaxError;

RuleDiagnostic diagnose(const SyntaxError& error) {
    return {error.file(),    error.position().line, error.position().column,
            error.problem(), error.excerpt(),       Severity::error};
}

RuleDiagnostic diagnose(const language::validation::Finding& finding, Severity severity) {
    const std::string message = "policy " + finding.policy + ": " + finding.message +
                                (finding.help.empty() ? "" : " (" + finding.help + ")");
    if (finding.source == nullptr) return {"policies", 1, 1, message, {}, severity};
    RuleDiagnostic diagnostic = diagnose(finding.source->error(finding.span.begin, message));
    diagnostic.severity = severity;
    return diagnostic;
}

void diagnose_all(const language::PolicySet& policies, const language::schema::Schema& schema,
                  std::vector<RuleDiagnostic>& found) {
    const auto result = language::validation::validate(schema, policies);
    for (const auto& error : result.errors) found.push_back(diagnose(error, Severity::error));
    for (const auto& warning : result.warnings) {
        found.push_back(diagnose(warning, Severity::warning));
    }
}

// What the house expects of every rule beyond Cedar's syntax: that it can be explained and traced
// to what it rests on.
void check_annotations(const Policy& policy, std::vector<RuleDiagnostic>& found) {
    const auto bears = [&](std::string_view name) {
        const auto value = policy.annotation(name);
        return value && !value->empty();
    };
    const auto miss = [&](const std::string& what) {
        found.push_back({policy.file(),
                         policy.position().line,
                         policy.position().column,
                         "expected " + what + " on rule " + policy.id() + ", found none",
                         {},
                         Severity::error});
    };
    if (!bears("explain")) miss("@explain");
    if (!bears("record")) miss("@record");
    if (!bears("isp") && !bears("law")) miss("@isp or @law");
}

engine::Record read_record(const std::string& role, const RuleQuestion::Pairs& pairs) {
    engine::Record record;
    for (const auto& [name, value] : pairs) {
        const std::string part = role + " " + name;
        if (record.find(name) != nullptr) {
            throw SyntaxError(part, {}, "expected each name once, found it again", {});
        }
        record.set(name, language::parse_constant(part, value));
    }
    return record;
}

engine::Request read_request(const RuleQuestion& question) {
    return {language::parse_entity_constant("principal", question.principal),
            language::parse_entity_constant("action", question.action, "Action"),
            language::parse_entity_constant("resource", question.resource),
            read_record("context", question.context)};
}

engine::Entity read_entity(const engine::EntityUid& uid, const RuleQuestion::Pairs& attributes,
                           const std::vector<std::string>& parents) {
    engine::Entity entity{uid, read_record("attribute", attributes), {}};
    for (const std::string& parent : parents) {
        entity.parents.push_back(language::parse_entity_constant("parent", parent));
    }
    return entity;
}

engine::Entities read_entities(const RuleQuestion& question, const engine::Request& request) {
    engine::Entities entities;
    entities.add(read_entity(request.resource, question.resource_attributes,
                             question.resource_parents));
    const bool is_told = !question.principal_attributes.empty() || !question.principal_parents.empty();
    if (is_told && !(request.principal == request.resource)) {
        entities.add(read_entity(request.principal, question.principal_attributes,
                                 question.principal_parents));
    }
    for (engine::Entity& action : engine::house_actions()) entities.add(std::move(action));
    return entities;
}

std::string name_of(const Policy& policy) {
    return policy.id() + " (" + std::string(word_of(policy.effect())) + ", " + place_of(policy) +
           ")";
}

std::vector<std::string> describe(const engine::Explanation& explanation,
                                  const engine::EntityUid& principal) {
    const auto& determining = explanation.verdict.determining;
    const RecordStrength record = determining.empty() ? engine::record_of_refusal(principal.type)
                                                      : engine::strongest_record(determining);
    std::vector<std::string> lines;
    lines.push_back(std::string(explanation.verdict.permitted ? "permitted" : "denied") +
                    "; record: " + std::string(word_of(record)));
    if (determining.empty()) lines.emplace_back("no rule permits it");
    for (const Policy* policy : determining) {
        lines.push_back("decided by " + name_of(*policy) + ": " +
                        std::string(policy->annotation("explain").value_or("")));
    }
    for (const PolicyExplanation& explained : explanation.policies) {
        const bool decided = std::find(determining.begin(), determining.end(), explained.policy) !=
                             determining.end();
        if (decided && explained.satisfaction == Satisfaction::satisfied) continue;
        lines.push_back(name_of(*explained.policy) + ": " + reason_of(explained));
    }
    return lines;
}

}  // namespace

std::string to_text(const RuleDiagnostic& diagnostic) {
    const std::string line = diagnostic.file + ":" + std::to_string(diagnostic.line) + ":" +
                             std::to_string(diagnostic.column) + ": " +
                             (diagnostic.severity == Severity::warning ? "warning: " : "") +
                             diagnostic.message;
    return diagnostic.excerpt.empty() ? line : line + "\n" + diagnostic.excerpt;
}

std::string to_text(const std::exception& failure) {
    const auto* const error = dynamic_cast<const SyntaxError*>(&failure);
    return error != nullptr ? to_text(diagnose(*error)) : failure.what();
}

std::vector<RuleDiagnostic> check_rules(std::span<const RulebookFile> files) {
    std::vector<RuleDiagnostic> found;
    std::vector<Source> sound;
    for (const RulebookFile& file : files) {
        const Source source{file.name, file.text};
        try {
            const RuleSet rules = RuleSet::parse(std::span(&source, 1));
            for (const Policy& policy : rules.policies()) check_annotations(policy, found);
            sound.push_back(source);
        } catch (const SyntaxError& error) {
            found.push_back(diagnose(error));
        }
    }
    try {
        RuleSet::parse(sound);
    } catch (const SyntaxError& error) {
        found.push_back(diagnose(error));
    }
    return found;
}

std::vector<RuleDiagnostic> check_policies(std::span<const RulebookFile> files,
                                           const RulebookFile& schema) {
    std::vector<RuleDiagnostic> found;
    std::optional<language::schema::Schema> declarations;
    language::PolicySet policies;
    try {
        declarations.emplace(tools::read_schema({schema.name, schema.text}));
    } catch (const SyntaxError& error) {
        found.push_back(diagnose(error));
    }
    for (const RulebookFile& file : files) {
        try {
            tools::read_policies({file.name, file.text}, language::IdSource::position, policies);
        } catch (const SyntaxError& error) {
            found.push_back(diagnose(error));
        }
    }
    if (found.empty()) diagnose_all(policies, *declarations, found);
    return found;
}

RuleAnswer explain_rules(std::span<const RulebookFile> files, const RuleQuestion& question) {
    std::vector<Source> sources;
    for (const RulebookFile& file : files) sources.push_back({file.name, file.text});
    const RuleSet rules = RuleSet::parse(sources);
    const engine::Request request = read_request(question);
    const engine::Entities entities = read_entities(question, request);
    const engine::Explanation explanation =
        engine::explain(rules, entities, request, engine::Strictness::house);
    return {explanation.verdict.permitted, describe(explanation, request.principal)};
}

}  // namespace postvern::policy
