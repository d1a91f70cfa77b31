#include "policy/rules_authorization.hpp"

#include <utility>

#include "policy/engine/explanation.hpp"
#include "policy/tools/judge.hpp"
#include "policy/tools/reading.hpp"

namespace postvern::policy {

using engine::Obstacle;
using engine::Satisfaction;
using language::PolicyEntry;

namespace {

// The files, read.
struct Question {
    std::optional<language::schema::Schema> schema;
    language::PolicySet policies;
    std::vector<language::Entity> entities;
    engine::Request request;
    engine::Strictness strictness;
};

language::Source source_of(const RulebookFile& file) { return {file.name, file.text}; }

Question read_question(const QuestionFiles& files) {
    Question question{};
    question.strictness = files.house ? engine::Strictness::house : engine::Strictness::cedar;
    if (files.schema) question.schema.emplace(tools::read_schema(source_of(*files.schema)));
    const auto* const schema = question.schema ? &*question.schema : nullptr;
    const auto ids = files.ids == PolicyIds::position ? language::IdSource::position
                                                      : language::IdSource::id_annotation;
    for (const RulebookFile& file : files.policies) {
        tools::read_policies(source_of(file), ids, question.policies);
    }
    const RulebookFile none{"entities", "[]"};
    const language::json::Document entities(source_of(files.entities.value_or(none)));
    question.entities = tools::read_entities(entities, entities.root(), schema);
    const language::json::Document request(source_of(files.request));
    question.request =
        tools::read_request(request, request.root(), schema, tools::RequestCheck::schema);
    return question;
}

tools::Judge judge_of(const Question& question) {
    return tools::Judge(question.policies, question.entities,
                        question.schema ? &*question.schema : nullptr);
}

AuthorizationAnswer answer(const Question& question, tools::Judge& judge) {
    const auto response = judge.authorize(question.request, question.strictness);
    AuthorizationAnswer answer;
    answer.permitted = response.permitted;
    for (const PolicyEntry* policy : response.determining) answer.reason.push_back(policy->id);
    for (const auto& failure : response.errors) {
        answer.errors.push_back({failure.policy->id, failure.error.message});
    }
    return answer;
}

std::string_view word_of(Satisfaction satisfaction) {
    switch (satisfaction) {
        case Satisfaction::satisfied:
            return "applies";
        case Satisfaction::out_of_scope:
            return "out of scope";
        case Satisfaction::condition_failed:
            return "condition failed";
        case Satisfaction::failed:
            break;
    }
    return "error";
}

PolicyReport report_on(const PolicyEntry& policy, const engine::Evaluator& evaluator) {
    const Obstacle obstacle = engine::find_obstacle(policy.syntax, policy.source.get(), evaluator);
    PolicyReport report;
    report.policy = policy.id;
    report.effect = policy.syntax.effect == language::Effect::permit ? "permit" : "forbid";
    if (policy.source != nullptr) {
        const auto position = policy.source->position(policy.syntax.span.begin);
        report.place = policy.source->name() + ":" + std::to_string(position.line);
    }
    report.outcome = word_of(obstacle.satisfaction);
    report.clause = obstacle.clause_text;
    report.error = obstacle.error;
    for (const auto& seen : obstacle.seen) {
        report.seen.push_back({seen.expression, seen.value});
    }
    return report;
}

std::string listed(const std::vector<std::string>& ids) {
    std::string text;
    for (const std::string& id : ids) text += (text.empty() ? "" : ", ") + id;
    return text.empty() ? "no policy" : text;
}

}  // namespace

AuthorizationAnswer authorize(const QuestionFiles& files) {
    const Question question = read_question(files);
    tools::Judge judge = judge_of(question);
    return answer(question, judge);
}

ExplainedAnswer explain(const QuestionFiles& files) {
    const Question question = read_question(files);
    tools::Judge judge = judge_of(question);
    ExplainedAnswer explained{answer(question, judge), {}};
    const engine::Evaluator evaluator(judge.entities(), question.request);
    for (const PolicyEntry& policy : question.policies.policies()) {
        explained.policies.push_back(report_on(policy, evaluator));
    }
    return explained;
}

std::vector<std::string> to_lines(const ExplainedAnswer& explained) {
    std::vector<std::string> lines;
    lines.push_back((explained.answer.permitted ? "allow, decided by " : "deny, decided by ") +
                    listed(explained.answer.reason));
    for (const PolicyReport& report : explained.policies) {
        std::string line = report.policy + " (" + report.effect +
                           (report.place.empty() ? "" : ", " + report.place) +
                           "): " + report.outcome;
        if (!report.clause.empty()) line += " at: " + report.clause;
        if (!report.error.empty()) line += " (" + report.error + ")";
        lines.push_back(std::move(line));
        for (const auto& seen : report.seen) {
            lines.push_back("    " + seen.expression + " = " + seen.value);
        }
    }
    return lines;
}

}  // namespace postvern::policy
