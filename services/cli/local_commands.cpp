#include "services/cli/local_commands.hpp"

#include <filesystem>
#include <map>

#include "policy/assembly.hpp"
#include "policy/rules.hpp"
#include "records/backup.hpp"
#include "services/cli/rule_files.hpp"
#include "services/cli/rules_commands.hpp"
#include "services/cli/site_of.hpp"
#include "services/control/ledger/ledger_commands.hpp"

namespace postvern::services::cli {

using control::Refused;
using control::Reply;
using control::Status;

namespace {

namespace fs = std::filesystem;

// Anybody may check with the verifier key alone; nothing is opened, no lock is taken.
Reply verify_with_key(const Invocation& invocation) {
    const auto site = site_of(invocation.general);
    records::ExaminationTrust trust{{}, site.timestamp_certificates};
    if (const auto earlier = optional_file(invocation.arguments, "from"))
        trust.checkpoint = earlier->text;
    return control::to_reply(
        records::Ledger::verify(site.data, site.keys, invocation.arguments.text("key"), trust));
}

// By the rules that officers had installed when the backup was made, or else by those of the directory.
std::unique_ptr<policy::Gate> gate_of(const records::Restoration& restoration, const std::string& directory) {
    const auto installed = restoration.installed_rulebook();
    try {
        return policy::Assembly::make_gate(installed ? *installed : policy::read_rulebook(directory),
                                           restoration.ports());
    } catch (const std::exception& failure) {
        if (!installed) throw;
        throw Refused(Status::refused, "the rules that were in force when the backup was made cannot be used by this "
                                       "program; restore it with the one that made it: " +
                                           policy::to_text(failure));
    }
}

Reply restore(const Invocation& invocation) {
    const auto configuration = site_of(invocation.general);
    act_as_owner_of(configuration);
    const house::HouseSettings settings = configuration.house();
    const fs::path directory(invocation.arguments.text("directory"));
    const auto expired = invocation.arguments.has("expired-keys") ? records::ExpiredKeys::accepted
                                                                  : records::ExpiredKeys::refused;
    records::Restoration restoration(settings.site, directory, expired);
    const auto gate = gate_of(restoration, settings.rulebook);
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

Reply run_locally(const Invocation& invocation, const Streams& streams) {
    if (invocation.command->name == "rules sign") return sign_rules(invocation, streams);
    static const std::map<std::string_view, Reply (*)(const Invocation&)> kCommands = {
        {"ledger verify --key", verify_with_key},
        {"restore", restore},
        {"rules authorize", authorize_by_rules},
        {"rules bench", bench_rules},
        {"rules book", write_rule_book},
        {"rules check", check_rules},
        {"rules corpus", run_rule_corpus},
        {"rules diff", compare_rules},
        {"rules explain", explain_rules},
        {"rules format", format_rules},
        {"rules prove", prove_rules},
        {"rules test", test_rules},
        {"rules translate", translate_rules},
        {"rules what-if", answer_what_if},
    };
    return kCommands.at(invocation.command->name)(invocation);
}

}  // namespace postvern::services::cli
