#include <Poco/JSON/Array.h>

#include <chrono>
#include <cstdio>
#include <fstream>

#include "policy/rules_proof.hpp"
#include "records/sha256.hpp"
#include "services/cli/concrete_cases.hpp"
#include "services/cli/proof_options.hpp"
#include "services/cli/rule_files.hpp"
#include "services/cli/rules_commands.hpp"

namespace postvern::services::cli {

using control::Refused;
using control::Reply;
using control::Status;

namespace {

// The hashes of what was proven, for a server that loads just that.
void write_stamp(const std::string& name, const std::vector<policy::RulebookFile>& rulebook,
                 const std::vector<policy::RulebookFile>& theorems) {
    const auto hash = [](const std::vector<policy::RulebookFile>& files) {
        return records::hexadecimal(policy::hash_rulebook(
            files, [](std::string_view text) { return records::sha256(text); }));
    };
    std::ofstream stream(name, std::ios::binary);
    stream << hash(rulebook) << ' ' << hash(theorems) << '\n';
    if (!stream.flush()) throw Refused(Status::usage, name + ": cannot be written");
}

Poco::JSON::Object to_json(const policy::TheoremReport& report) {
    Poco::JSON::Object object;
    object.set("theorem", report.id);
    object.set("statement", report.statement);
    object.set("place", report.file + ":" + std::to_string(report.line));
    object.set("outcome", std::string(policy::name_of(report.outcome)));
    object.set("environments", report.environments);
    object.set("milliseconds", report.milliseconds);
    if (!report.reason.empty()) object.set("reason", report.reason);
    if (report.counterexample) object.set("counterexample", cli::to_json(*report.counterexample));
    return object;
}

std::string milliseconds(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.1f ms", value);
    return text;
}

std::string line_of(const policy::TheoremReport& report) {
    std::string line = report.id + ": " + std::string(policy::name_of(report.outcome));
    switch (report.outcome) {
        case policy::ProofOutcome::proven:
            return line + " in " + milliseconds(report.milliseconds) + ", " +
                   std::to_string(report.environments) + " environments: " + report.statement +
                   '\n';
        case policy::ProofOutcome::undecided:
            return line + ": " + report.reason + '\n';
        case policy::ProofOutcome::refuted:
            break;
    }
    return line + ": " + report.statement + " But: " + to_text(*report.counterexample);
}

}  // namespace

Reply prove_rules(const Invocation& invocation) {
    const auto& arguments = invocation.arguments;
    const policy::ProofOptions options = proof_options(arguments);
    const auto rulebook =
        rule_files_or_rulebook(values_of(arguments, "rulebook"), invocation.general);
    const auto theorems = theorem_files(arguments, rulebook.front());
    const auto reports =
        policy::prove(rulebook, theorems, optional_file(arguments, "schema"), options);
    Reply reply;
    Poco::JSON::Array list;
    double total = 0;
    std::size_t proven = 0;
    for (const auto& report : reports) {
        reply.text += line_of(report);
        list.add(to_json(report));
        total += report.milliseconds;
        if (report.outcome == policy::ProofOutcome::proven) ++proven;
    }
    reply.text += std::to_string(proven) + " of " + std::to_string(reports.size()) +
                  " theorems proven in " + milliseconds(total) + ".\n";
    reply.data.set("theorems", list);
    reply.data.set("proven", proven);
    if (proven != reports.size()) {
        reply.status = Status::refused;
    } else if (arguments.has("stamp")) {
        write_stamp(std::string(arguments.text("stamp")), rulebook, theorems);
    }
    reply.is_report = true;
    return reply;
}

}  // namespace postvern::services::cli
