#include <Poco/JSON/Array.h>

#include <sstream>

#include "policy/rules.hpp"
#include "policy/rules_authorization.hpp"
#include "services/cli/rule_files.hpp"
#include "services/cli/rules_commands.hpp"

namespace postvern::services::cli {

using control::Arguments;
using control::Refused;
using control::Reply;
using control::Status;

namespace {

policy::QuestionFiles question_files(const Arguments& arguments) {
    policy::QuestionFiles files;
    const auto policies = values_of(arguments, "policies");
    if (policies.empty()) throw Refused(Status::usage, "--policies FILE is missing");
    files.policies = read_rule_files(policies);
    files.entities = optional_file(arguments, "entities");
    files.schema = optional_file(arguments, "schema");
    files.request = read_rule_file(std::string(arguments.text("request")));
    if (arguments.has("ids")) files.ids = policy::PolicyIds::annotation;
    files.house = arguments.has("house");
    return files;
}

Poco::JSON::Object to_json(const policy::AuthorizationAnswer& answer) {
    Poco::JSON::Array reason;
    for (const std::string& id : answer.reason) reason.add(id);
    Poco::JSON::Array errors;
    for (const policy::FailedPolicy& failed : answer.errors) {
        Poco::JSON::Object object;
        object.set("policy", failed.policy);
        object.set("message", failed.message);
        errors.add(object);
    }
    Poco::JSON::Object object;
    object.set("decision", answer.permitted ? "allow" : "deny");
    object.set("reason", reason);
    object.set("errors", errors);
    return object;
}

Poco::JSON::Object to_json(const policy::PolicyReport& report) {
    Poco::JSON::Array seen;
    for (const auto& each : report.seen) {
        Poco::JSON::Object object;
        object.set("expression", each.expression);
        object.set("value", each.value);
        seen.add(object);
    }
    Poco::JSON::Object object;
    object.set("policy", report.policy);
    object.set("effect", report.effect);
    object.set("outcome", report.outcome);
    object.set("place", report.place);
    object.set("clause", report.clause);
    if (!report.error.empty()) object.set("error", report.error);
    object.set("seen", seen);
    return object;
}

Reply explain_files(const Arguments& arguments) {
    const auto explained = policy::explain(question_files(arguments));
    Reply reply;
    for (const std::string& line : policy::to_lines(explained)) reply.text += line + '\n';
    reply.data = to_json(explained.answer);
    Poco::JSON::Array policies;
    for (const auto& report : explained.policies) policies.add(to_json(report));
    reply.data.set("policies", policies);
    return reply;
}

// What the rulebook says to a question that was typed.
Reply explain_rulebook(const Invocation& invocation) {
    const Arguments& arguments = invocation.arguments;
    policy::RuleQuestion question;
    question.principal = arguments.text("principal");
    question.action = arguments.text("action");
    question.resource = arguments.text("resource");
    question.resource_attributes = pairs_of(arguments, "attribute");
    question.resource_parents = values_of(arguments, "parent");
    question.context = pairs_of(arguments, "context");
    question.principal_attributes = pairs_of(arguments, "principal-attribute");
    for (const std::string& role : values_of(arguments, "role")) {
        question.principal_parents.push_back("Role::" + role);
    }
    const auto answer = policy::explain_rules(
        rule_files_or_rulebook(values_of(arguments, "rules"), invocation.general), question);
    Reply reply;
    Poco::JSON::Array lines;
    for (const std::string& line : answer.lines) {
        reply.text += line + '\n';
        lines.add(line);
    }
    reply.data.set("permitted", answer.permitted);
    reply.data.set("lines", lines);
    return reply;
}

}  // namespace

// Prints JSON with and without --json.
Reply authorize_by_rules(const Invocation& invocation) {
    const auto answer = policy::authorize(question_files(invocation.arguments));
    Reply reply;
    reply.data = to_json(answer);
    std::ostringstream text;
    reply.data.stringify(text, 2);
    reply.text = text.str() + '\n';
    return reply;
}

Reply explain_rules(const Invocation& invocation) {
    if (invocation.arguments.has("request")) return explain_files(invocation.arguments);
    return explain_rulebook(invocation);
}

}  // namespace postvern::services::cli
