#include "services/control/ledger_commands.hpp"

#include <Poco/JSON/Array.h>

#include <limits>

#include "records/examination.hpp"
#include "records/sha256.hpp"
#include "services/control/calendar_day.hpp"
#include "services/control/desk.hpp"

namespace postvern::services::control {

namespace {

constexpr std::uint64_t kMostEntries = 100'000;  // shown at once
constexpr std::uint64_t kUsualEntries = 1000;
constexpr std::int64_t kDay = 86'400;         // seconds
constexpr std::size_t kShownOfPseudonym = 8;  // digits in sentences; --json shows all

records::RecordFilter filter_of(Desk& desk, const Arguments& arguments) {
    records::RecordFilter filter;
    if (const auto from = arguments.find("from")) filter.from = beginning_of_day("from", *from);
    if (const auto to = arguments.find("to")) filter.before = beginning_of_day("to", *to) + kDay;
    if (const auto address = arguments.find("account")) filter.subject = desk.account_of(*address);
    filter.after_sequence =
        arguments.number("after", std::numeric_limits<std::int64_t>::max()).value_or(0);
    filter.most = arguments.number("limit", kMostEntries).value_or(kUsualEntries);
    return filter;
}

std::string sentence(const records::RecordedAct& act) {
    const bool granted = act.outcome == policy::Outcome::granted;
    std::string text = std::to_string(act.sequence) + "  " + to_text(act.moment) + "  " +
                       std::string(act.role) + ' ' + act.actor.substr(0, kShownOfPseudonym) +
                       (granted ? " was granted " : " was refused ") + act.operation + " (" +
                       std::string(act.data) + ", " + std::string(act.objects) + " objects)";
    const bool about_somebody = act.data != "whole site" && act.data != "access record";
    if (about_somebody) text += " of " + act.subject.substr(0, kShownOfPseudonym);
    text += " for " + act.purpose;
    if (!act.rules.empty()) text += ", by " + act.rules;
    if (!act.legal_basis.empty()) text += " [" + act.legal_basis + (act.cut ? " ...]" : "]");
    return text + (act.leaf ? "" : ", not yet published") + '\n';
}

Poco::JSON::Object to_json(const records::RecordedAct& act) {
    Poco::JSON::Object object(Poco::JSON_PRESERVE_KEY_ORDER);
    object.set("sequence", act.sequence);
    if (act.leaf) object.set("leaf", *act.leaf);
    object.set("moment", act.moment);
    object.set("role", std::string(act.role));
    object.set("actor", act.actor);
    object.set("data", std::string(act.data));
    object.set("subject", act.subject);
    object.set("operation", act.operation);
    object.set("purpose", act.purpose);
    object.set("legal_basis", act.legal_basis);
    object.set("rules", act.rules);
    object.set("cut", act.cut);
    object.set("rulebook", records::hexadecimal(act.rulebook));
    object.set("outcome", act.outcome == policy::Outcome::granted ? "granted" : "refused");
    object.set("objects", std::string(act.objects));
    return object;
}

policy::Grant leave_to_read(Desk& desk) {
    return desk.ask(policy::Action::read_record, policy::Resource::ledger(),
                    policy::Purpose::accountability);
}

void show_tallies(Desk& desk, const records::RecordFilter& filter, Reply& reply) {
    Poco::JSON::Array list;
    for (const auto& tally : desk.site().ledger().tallies(leave_to_read(desk), *filter.subject)) {
        const auto day = static_cast<std::int32_t>(tally.day);
        if ((filter.from && day * kDay < *filter.from) ||
            (filter.before && day * kDay >= *filter.before)) {
            continue;
        }
        const std::string channel(policy::name(tally.channel));
        reply.text += day_to_text(day) + "  the owner, by " + channel + ": " +
                      std::to_string(tally.count) + " acts\n";
        Poco::JSON::Object object;
        object.set("day", day_to_text(day));
        object.set("channel", channel);
        object.set("count", tally.count);
        list.add(object);
    }
    reply.data.set("tallies", list);
}

}  // namespace

Reply show_ledger(Desk& desk, const Arguments& arguments) {
    const auto filter = filter_of(desk, arguments);
    Reply reply;
    Poco::JSON::Array list;
    const auto acts = desk.site().ledger().entries(leave_to_read(desk), filter);
    for (const auto& act : acts) {
        reply.text += sentence(act);
        list.add(to_json(act));
    }
    reply.data.set("entries", list);
    if (filter.subject) show_tallies(desk, filter, reply);
    if (acts.size() == filter.most && !acts.empty()) {
        reply.text += "There may be more: --after " + std::to_string(acts.back().sequence) + '\n';
    }
    if (reply.text.empty()) reply.text = "Nothing was recorded that fits.\n";
    return reply;
}

Reply to_reply(const records::LedgerExamination& found) {
    Reply reply(found.fault ? Status::refused : Status::done,
                (found.fault ? "The access record is NOT sound: " + *found.fault + '\n'
                             : std::string("The access record is sound.\n")) +
                    std::to_string(found.leaves) + " leaves under " +
                    std::to_string(found.checkpoints) + " checkpoints; " +
                    std::to_string(found.entries) + " entries, " + std::to_string(found.opened) +
                    " opened and as committed, " + std::to_string(found.destroyed) +
                    " whose keys are destroyed; " + std::to_string(found.dummies) + " dummies; " + std::to_string(found.tiles) +
                    " tile files.\n");
    reply.is_report = true;
    reply.data.set("sound", !found.fault);
    if (found.fault) reply.data.set("fault", *found.fault);
    reply.data.set("leaves", found.leaves);
    reply.data.set("checkpoints", found.checkpoints);
    reply.data.set("entries", found.entries);
    reply.data.set("opened", found.opened);
    reply.data.set("destroyed", found.destroyed);
    reply.data.set("dummies", found.dummies);
    reply.data.set("tiles", found.tiles);
    return reply;
}

Reply verify_ledger(Desk& desk, const Arguments&) {
    auto grant = desk.ask(policy::Action::verify_record, policy::Resource::ledger(),
                          policy::Purpose::accountability);
    return to_reply(records::examine_ledger(desk.site(), desk.gate(), std::move(grant)));
}

Reply head_of_ledger(Desk& desk, const Arguments&) {
    const auto& ledger = desk.site().ledger();
    const std::string head = ledger.head();
    Reply reply(Status::done, head.empty()
                                  ? "Nothing is published yet: entries wait for the first batch.\n"
                                  : head);
    reply.data.set("checkpoint", head);
    reply.data.set("verifier_key", ledger.verifier_key());
    return reply;
}

Reply export_entry(Desk& desk, const Arguments& arguments) {
    const auto sequence = arguments.number("entry", std::numeric_limits<std::int64_t>::max());
    if (!sequence) throw Refused(Status::usage, "entry is missing");
    const auto exported = desk.site().ledger().export_entry(leave_to_read(desk), *sequence);
    Reply reply(Status::done, exported.text());
    reply.data.set("entry", *sequence);
    reply.data.set("leaf", exported.proof.index);
    reply.data.set("exported", reply.text);
    reply.data.set("verifier_key", desk.site().ledger().verifier_key());
    return reply;
}

Reply prove_leaf(Desk& desk, const Arguments& arguments) {
    const auto index = arguments.number("leaf", std::numeric_limits<std::int64_t>::max());
    if (!index) throw Refused(Status::usage, "leaf is missing");
    Reply reply(Status::done, desk.site().ledger().prove(*index).text());
    reply.data.set("proof", reply.text);
    reply.data.set("verifier_key", desk.site().ledger().verifier_key());
    return reply;
}

}  // namespace postvern::services::control
