#include "services/cli/local_commands.hpp"

#include <Poco/JSON/Array.h>

#include <fstream>
#include <iterator>
#include <map>

#include "policy/assembly.hpp"
#include "policy/rules.hpp"
#include "records/backup.hpp"
#include "services/cli/site_of.hpp"
#include "services/control/ledger_commands.hpp"

namespace postvern::services::cli {

using control::Arguments;
using control::Refused;
using control::Reply;
using control::Status;

namespace {

namespace fs = std::filesystem;

std::vector<std::string> lines_of(const Arguments& arguments, std::string_view name) {
    std::vector<std::string> lines;
    std::string_view rest = arguments.find(name).value_or("");
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        lines.emplace_back(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return lines;
}

fs::path rulebook_of(const General& general) {
    const auto site = site_if_named(general);
    return site && !site->rulebook.empty() ? site->rulebook : house::shipped_rulebook();
}

policy::RulebookFile read_rule_file(const std::string& name) {
    std::ifstream stream(name, std::ios::binary);
    if (!stream) throw Refused(Status::usage, name + ": cannot be read");
    return {name, {std::istreambuf_iterator<char>(stream), {}}};
}

std::vector<policy::RulebookFile> rule_files(const std::vector<std::string>& names,
                                             const General& general) {
    if (names.empty()) return policy::read_rulebook(rulebook_of(general).string());
    std::vector<policy::RulebookFile> files;
    for (const std::string& name : names) {
        if (fs::is_directory(name)) {
            auto all = policy::read_rulebook(name);
            std::move(all.begin(), all.end(), std::back_inserter(files));
        } else {
            files.push_back(read_rule_file(name));
        }
    }
    return files;
}

Reply check_rules(const Invocation& invocation) {
    const auto files = rule_files(lines_of(invocation.arguments, "files"), invocation.general);
    const auto found = policy::check_rules(files);
    Reply reply;
    Poco::JSON::Array list;
    for (const auto& diagnostic : found) {
        reply.text += policy::to_text(diagnostic) + '\n';
        Poco::JSON::Object object;
        object.set("file", diagnostic.file);
        object.set("line", diagnostic.line);
        object.set("column", diagnostic.column);
        object.set("message", diagnostic.message);
        list.add(object);
    }
    reply.data.set("diagnostics", list);
    if (files.empty()) throw Refused(Status::usage, "there are no rule files (*.cedar) there");
    if (found.empty()) {
        reply.text = std::to_string(files.size()) + " files, nothing to object to.\n";
    } else {
        reply.status = Status::refused;
    }
    return reply;
}

policy::RuleQuestion::Pairs pairs_of(const Arguments& arguments, std::string_view name) {
    policy::RuleQuestion::Pairs pairs;
    for (const std::string& line : lines_of(arguments, name)) {
        const std::size_t at = line.find('=');
        if (at == std::string::npos || at == 0) {
            throw Refused(Status::usage,
                          "--" + std::string(name) + ' ' + line + ": write NAME=VALUE");
        }
        pairs.emplace_back(line.substr(0, at), line.substr(at + 1));
    }
    return pairs;
}

Reply explain_rules(const Invocation& invocation) {
    const Arguments& arguments = invocation.arguments;
    policy::RuleQuestion question;
    question.principal = arguments.text("principal");
    question.action = arguments.text("action");
    question.resource = arguments.text("resource");
    question.resource_attributes = pairs_of(arguments, "attribute");
    question.resource_parents = lines_of(arguments, "parent");
    question.context = pairs_of(arguments, "context");
    const auto answer = policy::explain_rules(
        rule_files(lines_of(arguments, "rules"), invocation.general), question);
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

// Anybody may check with the verifier key alone; nothing is opened, no lock is taken.
Reply verify_with_key(const Invocation& invocation) {
    const auto site = site_of(invocation.general);
    return control::to_reply(
        records::Ledger::verify(site.data, site.keys, invocation.arguments.text("key")));
}

Reply restore(const Invocation& invocation) {
    const auto configuration = site_of(invocation.general);
    act_as_owner_of(configuration);
    const house::HouseSettings settings = configuration.house();
    const fs::path directory(invocation.arguments.text("directory"));
    const auto expired = invocation.arguments.has("expired-keys") ? records::ExpiredKeys::accepted
                                                                  : records::ExpiredKeys::refused;
    records::Restoration restoration(settings.site, directory, expired);
    const auto gate =
        policy::Assembly::make_gate(policy::read_rulebook(settings.rulebook), restoration.ports());
    const auto job = gate->admit(policy::JobClaim{policy::Job::restore, restoration.house_token()},
                                 policy::Channel::job);
    if (!job) throw Refused(Status::refused, "the restore could not prove that it is one");
    auto grant = gate->ask_and_wait({*job, policy::Action::restore, policy::Resource::site(),
                                     policy::Purpose::backup, policy::Channel::job});
    restoration.put_in_place(*gate, std::move(grant));
    Reply reply(Status::done, "The site is as it was when " + directory.string() +
                                  " was made. The access record says so. What came later is lost;\n"
                                  "passwords changed since then are the old ones again.\n");
    reply.data.set("made", restoration.manifest().made);
    return reply;
}

}  // namespace

Reply run_locally(const Invocation& invocation) {
    static const std::map<std::string_view, Reply (*)(const Invocation&)> kCommands = {
        {"ledger verify --key", verify_with_key},
        {"restore", restore},
        {"rules check", check_rules},
        {"rules explain", explain_rules},
    };
    return kCommands.at(invocation.command->name)(invocation);
}

}  // namespace postvern::services::cli
