#include <Poco/JSON/Array.h>

#include <filesystem>
#include <thread>

#include "policy/rules_corpus.hpp"
#include "policy/rules_tests.hpp"
#include "services/cli/rule_files.hpp"
#include "services/cli/rules_commands.hpp"

namespace postvern::services::cli {

using control::Arguments;
using control::Refused;
using control::Reply;
using control::Status;

namespace {

constexpr std::size_t kMostDifferences = 20;
constexpr std::uint64_t kMostThreads = 64;

policy::PolicyIds ids_of(const Arguments& arguments) {
    return arguments.has("ids") ? policy::PolicyIds::annotation : policy::PolicyIds::position;
}

Poco::JSON::Array to_json(const std::vector<std::string>& texts) {
    Poco::JSON::Array list;
    for (const std::string& text : texts) list.add(text);
    return list;
}

void describe(const policy::CorpusReport& report, Reply& reply) {
    for (const std::string& difference : report.differences) reply.text += difference + '\n';
    if (report.failed > report.differences.size()) {
        reply.text +=
            "... and " + std::to_string(report.failed - report.differences.size()) + " more\n";
    }
    reply.text += std::to_string(report.cases) + " cases, " + std::to_string(report.requests) +
                  " requests: " + std::to_string(report.passed) + " checks passed, " +
                  std::to_string(report.failed) + " failed.\n";
    reply.data.set("cases", report.cases);
    reply.data.set("requests", report.requests);
    reply.data.set("passed", report.passed);
    reply.data.set("failed", report.failed);
    reply.data.set("differences", to_json(report.differences));
    reply.data.set("differing_cases", to_json(report.differing_cases));
    if (report.failed != 0) reply.status = Status::refused;
    reply.is_report = true;
}

Poco::JSON::Object to_json(const policy::UntestedClause& clause) {
    Poco::JSON::Object object;
    object.set("place", clause.place);
    object.set("policy", clause.policy);
    object.set("clause", clause.clause);
    object.set("lacking", clause.lacking);
    return object;
}

std::string to_text(const policy::UntestedClause& clause) {
    return clause.place + ": policy " + clause.policy + ": " + clause.lacking +
           (clause.clause.empty() ? "" : ": " + clause.clause) + '\n';
}

}  // namespace

Reply run_rule_corpus(const Invocation& invocation) {
    const Arguments& arguments = invocation.arguments;
    policy::CorpusOptions options;
    options.root = std::string(arguments.find("root").value_or("."));
    options.ids = ids_of(arguments);
    options.most_differences = kMostDifferences;
    if (const auto most = arguments.number("differences", 1'000'000)) {
        options.most_differences = *most;
    }
    options.threads = std::max<std::size_t>(1, std::thread::hardware_concurrency());
    if (const auto threads = arguments.number("threads", kMostThreads)) {
        options.threads = std::max<std::uint64_t>(1, *threads);
    }
    const auto files = values_of(arguments, "files");
    if (files.empty()) throw Refused(Status::usage, "FILE is missing");
    Reply reply;
    describe(policy::run_corpus(files, options), reply);
    return reply;
}

Reply test_rules(const Invocation& invocation) {
    const Arguments& arguments = invocation.arguments;
    const auto report =
        policy::run_rule_tests(std::string(arguments.text("directory")), ids_of(arguments));
    Reply reply;
    describe(report.corpus, reply);
    Poco::JSON::Array untested;
    for (const auto& clause : report.untested) {
        reply.text += to_text(clause);
        untested.add(to_json(clause));
    }
    reply.text += "Decided by a test: " + std::to_string(report.policies_decided) + " of " +
                  std::to_string(report.policies) + " policies, " +
                  std::to_string(report.clauses_decided) + " of " + std::to_string(report.clauses) +
                  " clauses.\n";
    reply.data.set("policies", report.policies);
    reply.data.set("policies_decided", report.policies_decided);
    reply.data.set("clauses", report.clauses);
    reply.data.set("clauses_decided", report.clauses_decided);
    reply.data.set("untested", untested);
    if (arguments.has("covered") && !report.untested.empty()) reply.status = Status::refused;
    return reply;
}

}  // namespace postvern::services::cli
