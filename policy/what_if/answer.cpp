#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

#include "policy/action.hpp"
#include "policy/engine/explanation.hpp"
#include "policy/engine/house_schema.hpp"
#include "policy/rule_reasons.hpp"
#include "policy/rules_what_if.hpp"
#include "policy/what_if/situation.hpp"
#include "policy/what_if/words.hpp"

namespace postvern::policy {

namespace what_if {

namespace {

using engine::Evaluator;
using engine::Obstacle;
using engine::Policy;
using engine::Satisfaction;

constexpr std::size_t kMostNearest = 3;

// The same scope (or any), with these conditions only.
language::PolicySyntax with_conditions(const Policy& policy,
                                       std::vector<language::Condition> conditions) {
    language::PolicySyntax syntax = policy.syntax();
    syntax.principal.demand = language::AnyEntity{};
    syntax.action.demand = language::AnyEntity{};
    syntax.resource.demand = language::AnyEntity{};
    syntax.conditions = std::move(conditions);
    return syntax;
}

RuleClause clause_of(const Obstacle& obstacle) {
    return {obstacle.clause_text,
            obstacle.error.empty() ? seen_by(obstacle) : " (" + obstacle.error + ")"};
}

// What in one condition failed, if it did.
std::optional<RuleClause> failure_in(const Policy& policy, const language::Condition& condition,
                                     const Evaluator& evaluator) {
    const Obstacle obstacle =
        engine::find_obstacle(with_conditions(policy, {condition}), &policy.source(), evaluator);
    if (obstacle.satisfaction == Satisfaction::satisfied) return std::nullopt;
    RuleClause clause = clause_of(obstacle);
    const bool narrowed = obstacle.satisfaction == Satisfaction::condition_failed &&
                          condition.kind == language::ConditionKind::unless;
    if (narrowed) clause.text = "unless " + clause.text;
    return clause;
}

// Of a forbid that applies: what it met, and in its exceptions what failed.
std::vector<RuleClause> met_clauses(const Policy& policy, const Evaluator& evaluator) {
    std::vector<RuleClause> clauses;
    for (language::Condition condition : policy.syntax().conditions) {
        if (condition.kind == language::ConditionKind::when) {
            Obstacle met;
            met.clause_text = engine::on_one_line(policy.text_of(condition.body->span));
            met.seen = engine::seen_values(*condition.body, {}, evaluator);
            clauses.push_back(clause_of(met));
            continue;
        }
        condition.kind = language::ConditionKind::when;  // to learn why it was not met
        if (auto failed = failure_in(policy, condition, evaluator)) {
            failed->text = "not met: " + failed->text;
            clauses.push_back(std::move(*failed));
        }
    }
    return clauses;
}

// How far a permit is from applying.
struct Nearness {
    const Policy* policy;
    std::size_t misses_scope = 0;
    std::vector<RuleClause> failed{};
};

Nearness nearness_of(const Policy& policy, const engine::Entities& entities,
                     const engine::Request& request, const Evaluator& evaluator) {
    Nearness near{&policy};
    const auto miss = [&](const language::ScopeConstraint& constraint,
                          const language::EntityUid& uid, std::string_view name) {
        if (engine::matches(constraint, uid, entities)) return;
        ++near.misses_scope;
        near.failed.push_back({engine::on_one_line(policy.text_of(constraint.span)),
                               " (" + std::string(name) + " = " + language::to_text(uid) + ")"});
    };
    miss(policy.syntax().principal, request.principal, "principal");
    miss(policy.syntax().resource, request.resource, "resource");
    for (const language::Condition& condition : policy.syntax().conditions) {
        if (auto failed = failure_in(policy, condition, evaluator))
            near.failed.push_back(std::move(*failed));
    }
    return near;
}

RuleStatement statement_of(const Policy& policy, std::vector<RuleClause> clauses) {
    const auto note = [&](std::string_view name) {
        return std::string(policy.annotation(name).value_or(""));
    };
    return {policy.id(),        std::string(word_of(policy.effect())),
            place_of(policy),   note("explain"),
            note("explain_nb"), note("isp"),
            note("law"),        std::move(clauses)};
}

std::string sentence_of(const language::Entity& principal, const engine::Request& request) {
    std::string text = language::to_text(principal.uid);
    for (const auto& role : principal.parents) {
        text += (&role == principal.parents.data() ? ", " : " and ") + role.id;
    }
    text += principal.parents.empty() ? "" : ",";
    text += " asks to " + request.action.id + " " + language::to_text(request.resource);
    const auto* const purpose = request.context.find("purpose");
    const std::string* const word = purpose == nullptr ? nullptr : purpose->as_string();
    return text + (word == nullptr ? ", for no purpose." : ", for " + *word + ".");
}

// What the rules say to a situation.
class Answering {
  public:
    Answering(const engine::RuleSet& rules, const Situation& situation)
        : rules_(rules), request_(situation.request()), evaluator_(entities_, request_) {
        for (auto& entity : situation.entities()) entities_.add(entity);
        for (auto& action : engine::house_actions()) entities_.add(action);
    }

    void fill(WhatIfAnswer& answer) const {
        const auto verdict = engine::decide(rules_, entities_, request_, engine::Strictness::house);
        const auto obligations = engine::obligations(verdict);
        answer.permitted = verdict.permitted;
        answer.record =
            word_of(verdict.determining.empty() ? engine::record_of_refusal(request_.principal.type)
                                                : obligations.record);
        answer.notify.assign(obligations.notify.begin(), obligations.notify.end());
        answer.retain.assign(obligations.retain.begin(), obligations.retain.end());
        for (const Policy* policy : verdict.determining) {
            auto clauses =
                verdict.permitted ? std::vector<RuleClause>() : met_clauses(*policy, evaluator_);
            answer.deciding.push_back(statement_of(*policy, std::move(clauses)));
        }
        if (!verdict.permitted) look_at_permits(answer);
    }

  private:
    void look_at_permits(WhatIfAnswer& answer) const {
        std::vector<Nearness> nearest;
        for (const Policy& policy : rules_.policies()) {
            if (policy.effect() != engine::Effect::permit ||
                !engine::matches(policy.syntax().action, request_.action, entities_)) {
                continue;
            }
            Nearness near = nearness_of(policy, entities_, request_, evaluator_);
            if (near.failed.empty()) answer.overridden.push_back(statement_of(policy, {}));
            if (!near.failed.empty()) nearest.push_back(std::move(near));
        }
        if (!answer.overridden.empty()) return;
        std::stable_sort(nearest.begin(), nearest.end(),
                         [](const Nearness& left, const Nearness& right) {
                             return std::pair(left.misses_scope, left.failed.size()) <
                                    std::pair(right.misses_scope, right.failed.size());
                         });
        if (nearest.size() > kMostNearest) nearest.resize(kMostNearest, {nullptr});
        for (Nearness& near : nearest) {
            answer.nearest.push_back(statement_of(*near.policy, std::move(near.failed)));
        }
    }

    const engine::RuleSet& rules_;
    const engine::Request& request_;
    engine::Entities entities_;
    Evaluator evaluator_;
};

// The moment that a fact names, or now.
std::int64_t moment_of(const WhatIfQuestion& question, Situation& trial) {
    for (const auto& [name, value] : question.facts) {
        if (name == "moment" || name == "context.moment") trial.tell(name, value);
    }
    const auto* const told = trial.request().context.find("moment");
    return told == nullptr || told->as_long() == nullptr ? question.now : *told->as_long();
}

// What it is for, where that is said or goes without saying.
std::string purpose_of(const WhatIfQuestion& question, const std::string& principal) {
    std::array<std::string_view, kPurposeCount> known{};
    for (std::size_t i = 0; i < kPurposeCount; ++i) known[i] = name(static_cast<Purpose>(i));
    if (question.purpose == "none") return {};
    if (!question.purpose.empty()) {
        demand_known("purpose", question.purpose, known);
        return question.purpose;
    }
    if (principal == "Owner" || principal == "DeliveryAgent") return "service_delivery";
    for (const auto& [fact, value] : question.facts) {
        if (fact == "purpose" || fact == "context.purpose") return {};
    }
    throw std::invalid_argument("--purpose is missing: one of " + list_of(known) + "; or none");
}

}  // namespace

}  // namespace what_if

WhatIfAnswer answer_what_if(std::span<const RulebookFile> files, const WhatIfQuestion& question) {
    using what_if::Situation;
    std::vector<engine::Source> sources;
    for (const RulebookFile& file : files) sources.push_back({file.name, file.text});
    const engine::RuleSet rules = engine::RuleSet::parse(sources);
    const auto& schema = engine::house_schema();
    const language::Entity principal = what_if::read_principal(schema, question.as);
    const language::Request request{principal.uid,
                                    what_if::read_action(schema, question.act),
                                    what_if::read_resource(schema, question.to, principal.uid),
                                    {}};
    Situation trial(schema, request, principal, question.now);
    Situation situation(schema, request, principal, what_if::moment_of(question, trial));
    situation.assume();
    const std::string purpose = what_if::purpose_of(question, principal.uid.type);
    if (!purpose.empty()) situation.say_purpose(purpose, !question.purpose.empty());
    for (const auto& [name, value] : question.facts) situation.tell(name, value);
    situation.check();
    WhatIfAnswer answer;
    answer.asked = what_if::sentence_of(principal, situation.request());
    answer.known = situation.facts();
    what_if::Answering(rules, situation).fill(answer);
    return answer;
}

}  // namespace postvern::policy
