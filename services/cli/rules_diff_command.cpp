#include <Poco/JSON/Array.h>

#include <chrono>
#include <map>

#include "policy/rules_proof.hpp"
#include "services/cli/concrete_cases.hpp"
#include "services/cli/proof_options.hpp"
#include "services/cli/rule_files.hpp"
#include "services/cli/rules_commands.hpp"

namespace postvern::services::cli {

using control::Reply;
using control::Status;
using policy::ChangeKind;
using policy::RuleChange;

namespace {

std::string kind_of(const RuleChange& change) {
    return change.kind == ChangeKind::newly_permitted ? "newly permitted" : "newly denied";
}

// Changes that differ in the action alone are one class: what was changed, for whom, by which
// rules.
struct ChangeClass {
    const RuleChange* first = nullptr;
    std::vector<std::string> actions;
};

std::vector<ChangeClass> classes_of(const std::vector<RuleChange>& changes) {
    std::vector<ChangeClass> classes;
    std::map<std::string, std::size_t> places;
    for (const RuleChange& change : changes) {
        const std::string key = kind_of(change) + '\n' + change.principal + '\n' + change.resource +
                                '\n' + change.before + '\n' + change.reason + '\n' +
                                (change.example ? change.example->decision : "");
        const auto [place, added] = places.try_emplace(key, classes.size());
        if (added) classes.push_back({&change, {}});
        classes[place->second].actions.push_back(change.action);
    }
    return classes;
}

std::string text_of(const ChangeClass& change) {
    const RuleChange& first = *change.first;
    std::string text = kind_of(first) + ": " + first.principal + " on " + first.resource + ":";
    for (const std::string& action : change.actions) text += ' ' + action;
    if (!first.example) return text + "\n  not decided: " + first.reason + '\n';
    return text + "\n  before: " + first.before + "\n  now: " + to_text(*first.example);
}

Poco::JSON::Object to_json(const ChangeClass& change) {
    const RuleChange& first = *change.first;
    Poco::JSON::Object object;
    Poco::JSON::Array actions;
    for (const std::string& action : change.actions) actions.add(action);
    object.set("change", kind_of(first));
    object.set("principal", first.principal);
    object.set("actions", actions);
    object.set("resource", first.resource);
    if (first.example) object.set("example", cli::to_json(*first.example));
    if (!first.before.empty()) object.set("before", first.before);
    if (!first.reason.empty()) object.set("reason", first.reason);
    return object;
}

}  // namespace

Reply compare_rules(const Invocation& invocation) {
    const auto& arguments = invocation.arguments;
    const policy::ProofOptions options = proof_options(arguments);
    const auto changes =
        policy::compare_rulebooks(read_rule_files({std::string(arguments.text("earlier"))}),
                                  read_rule_files({std::string(arguments.text("later"))}),
                                  optional_file(arguments, "schema"), options);
    Reply reply;
    Poco::JSON::Array list;
    for (const ChangeClass& change : classes_of(changes)) {
        reply.text += text_of(change);
        list.add(to_json(change));
    }
    if (changes.empty()) reply.text = "Both permit the same, whatever is asked and known.\n";
    reply.data.set("changes", list);
    if (!changes.empty()) reply.status = Status::refused;
    reply.is_report = true;
    return reply;
}

}  // namespace postvern::services::cli
