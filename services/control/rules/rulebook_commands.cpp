#include "services/control/rules/rulebook_commands.hpp"

#include <Poco/JSON/Array.h>

#include "policy/rules.hpp"
#include "records/sha256.hpp"
#include "services/control/calendar_day.hpp"
#include "services/control/desk.hpp"
#include "services/control/rule_files.hpp"
#include "services/control/rules/rulebook_summary.hpp"

namespace postvern::services::control {

namespace {

namespace chrono = std::chrono;

// What was in force, on record at every site that was ever opened.
records::KeptRulebook require_in_force(Desk& desk) {
    auto rulebook = desk.rules().kept().in_force();
    if (!rulebook) throw Refused(Status::refused, "no rulebook was ever in force here");
    return std::move(*rulebook);
}

// Runs a part of a change; whatever fails leaves the rules as they are, and says so.
template <typename Part>
auto leaving_the_rules(const Part& part) {
    try {
        return part();
    } catch (const Refused& refused) {
        throw Refused(refused.status,
                      std::string(refused.what()) +
                          "\nNothing was changed: the rules of before stay in force.");
    } catch (const std::exception& failure) {
        throw Refused(
            Status::refused,
            policy::to_text(failure) + "\nNothing was changed: the rules of before stay in force.");
    }
}

}  // namespace

Reply write_statement(Desk& desk, const Arguments& arguments) {
    const auto files = rule_files_in(arguments);
    const auto review = chrono::floor<chrono::days>(
        chrono::sys_seconds(chrono::seconds(beginning_of_day("review", arguments.text("review")))));
    return leaving_the_rules([&] {
        const auto statement = desk.rules().kept().propose(files, review);
        desk.rules().require_fit(files);
        Reply reply(Status::done, records::to_text(statement));
        reply.data.set("statement", reply.text);
        reply.data.set("sha256", records::hexadecimal(statement.rulebook));
        return reply;
    });
}

Reply install_rulebook(Desk& desk, const Arguments& arguments) {
    const auto files = rule_files_in(arguments);
    const auto note = arguments.text("statement");
    leaving_the_rules([&] {
        desk.rules().prepare(files, note);
        return true;
    });
    const auto installed = desk.rules().install(
        leaving_the_rules([&] {
            return desk.ask(policy::Action::install_rulebook, policy::Resource::rulebook(),
                            policy::Purpose::administration);
        }),
        files, note);
    Reply reply(Status::done, "In force: " + described(installed));
    reply.data = to_json(installed);
    return reply;
}

Reply show_rulebook_status(Desk& desk, const Arguments&) {
    const auto rulebook = require_in_force(desk);
    Reply reply(Status::done, "In force: " + described(rulebook));
    reply.data = to_json(rulebook);
    reply.is_report = true;
    Poco::JSON::Array findings;
    const auto find = [&](const std::string& kind, const std::string& sentence) {
        reply.status = Status::refused;
        reply.text += "Found wanting: " + sentence + '\n';
        findings.add(kind);
    };
    if (rulebook.is_overdue(desk.site().settings().clock())) {
        find("review-overdue",
             "its review date is past. Look at the rules again, and have a statement signed with a "
             "later one, for "
             "these or for others; meanwhile they stay in force.");
    }
    if (const auto fault = desk.rules().fault()) find("unusable", *fault);
    if (const auto directory = desk.rules().unused_directory()) {
        reply.text += "The directory " + *directory +
                      " holds others, which are not used: the officers' rules are.\n";
        reply.data.set("unused_directory", *directory);
    }
    reply.data.set("findings", findings);
    return reply;
}

Reply show_rulebook_history(Desk& desk, const Arguments&) {
    Reply reply;
    reply.is_report = true;
    Poco::JSON::Array list;
    for (auto rulebook : desk.rules().kept().history()) {
        try {
            desk.rules().kept().files(rulebook.hash);
        } catch (const std::exception& failure) {
            if (!rulebook.fault) rulebook.fault = failure.what();
        }
        reply.text += described(rulebook);
        list.add(to_json(rulebook));
        if (rulebook.fault) reply.status = Status::refused;
    }
    reply.data.set("rulebooks", list);
    return reply;
}

Reply fetch_rulebook(Desk& desk, const Arguments& arguments) {
    const auto hash = desk.rules().kept().find(arguments.text("hash"));
    Reply reply(Status::done, "SHA-256 " + records::hexadecimal(hash) + '\n');
    reply.data.set("sha256", records::hexadecimal(hash));
    set_rule_files(reply, desk.rules().kept().files(hash));
    return reply;
}

}  // namespace postvern::services::control
