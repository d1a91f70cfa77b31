#include "services/control/accounts/choice_commands.hpp"

#include <Poco/JSON/Array.h>

#include "compliance/consent_text.hpp"
#include "services/control/accounts/owners_act.hpp"
#include "services/control/calendar_day.hpp"

namespace postvern::services::control {

using policy::Action;
using policy::Purpose;

namespace {

const compliance::ConsentText& text_of(const Arguments& arguments) {
    const std::string_view wanted = arguments.text("purpose");
    std::string known;
    for (const compliance::ConsentText& text : compliance::consent_texts()) {
        const std::string_view name = policy::name(text.purpose);
        if (name == wanted) return text;
        known += (known.empty() ? "" : ", ") + std::string(name);
    }
    throw Refused(Status::usage, "there is no consent to " + std::string(wanted) +
                                     "; there is one to each of: " + known);
}

Poco::JSON::Object to_json(const records::Consent& consent) {
    Poco::JSON::Object object;
    object.set("purpose", std::string(policy::name(consent.purpose)));
    object.set("text", consent.text);
    object.set("given", consent.given);
    if (consent.withdrawn) object.set("withdrawn", *consent.withdrawn);
    object.set("in_force", consent.in_force);
    return object;
}

std::string described(const records::Consent& consent) {
    std::string line = "consent to " + std::string(policy::name(consent.purpose)) + ", text " +
                       std::to_string(consent.text) + ", given " + to_text(consent.given);
    if (consent.withdrawn) return line + ", withdrawn " + to_text(*consent.withdrawn) + '\n';
    return line + (consent.in_force ? "\n" : ", to a text that is no longer in force\n");
}

Reply snapshots(Desk& desk, const Arguments& arguments, bool wanted) {
    const OwnersAct act(desk, arguments);
    act.choices().want_snapshots(act.leave(Action::set_retention, Purpose::service_delivery), wanted);
    return {Status::done, wanted ? "Backups from now on hold what is in " + act.address() + ".\n"
                                 : "Backups from now on hold nothing of what is in " + act.address() +
                                       ": a restore brings its folders back empty.\n"};
}

Reply tallies(Desk& desk, const Arguments& arguments, bool wanted) {
    const OwnersAct act(desk, arguments);
    act.choices().want_tallies(act.leave(Action::set_retention, Purpose::service_delivery), wanted);
    return {Status::done, wanted ? "Accesses by the owner of " + act.address() +
                                       " are counted by day and protocol; a count is kept for 30 days.\n"
                                 : "Accesses by the owner of " + act.address() +
                                       " are counted no more, and the counts there were are gone.\n"};
}

}  // namespace

Reply show_consent_text(Desk&, const Arguments& arguments) {
    const auto& text = text_of(arguments);
    const std::string words(arguments.has("norwegian") ? text.norwegian : text.english);
    Reply reply(Status::done, "Version " + std::to_string(text.version) + " of the consent to " +
                                  std::string(policy::name(text.purpose)) + ":\n\n" + words + '\n');
    reply.data.set("purpose", std::string(policy::name(text.purpose)));
    reply.data.set("version", text.version);
    reply.data.set("text", words);
    return reply;
}

Reply give_consent(Desk& desk, const Arguments& arguments) {
    const auto& text = text_of(arguments);
    const auto version = arguments.number("text", UINT32_MAX);
    if (!version) {
        throw Refused(Status::usage, "--text N is missing: read `postvern consent text " +
                                         std::string(policy::name(text.purpose)) +
                                         "` and name the version that you agree to");
    }
    const OwnersAct act(desk, arguments);
    act.choices().give(act.leave(Action::give_consent), text.purpose,
                       static_cast<std::int64_t>(*version));
    return {Status::done, act.address() + " consents to " +
                              std::string(policy::name(text.purpose)) +
                              "; `postvern consent withdraw` ends it at any time.\n"};
}

Reply withdraw_consent(Desk& desk, const Arguments& arguments) {
    const auto& text = text_of(arguments);
    const OwnersAct act(desk, arguments);
    act.choices().withdraw(act.leave(Action::withdraw_consent), text.purpose);
    return {Status::done, "The consent of " + act.address() + " to " +
                              std::string(policy::name(text.purpose)) + " is withdrawn.\n"};
}

Reply show_choices(Desk& desk, const Arguments& arguments) {
    const OwnersAct act(desk, arguments);
    const auto made = act.choices().read(act.leave(Action::export_));
    Reply reply;
    Poco::JSON::Array consents;
    for (const records::Consent& consent : made.consents) {
        reply.text += described(consent);
        consents.add(to_json(consent));
    }
    reply.text += std::string("processing is ") + (made.restricted ? "" : "not ") + "restricted\n";
    reply.text += made.no_snapshots ? "no snapshots are made\n" : "snapshots are made\n";
    reply.text += made.retained_until ? "kept until " + day_of(*made.retained_until) + '\n'
                                      : "kept without an end\n";
    reply.text += made.no_tallies ? "own accesses are not counted\n" : "own accesses are counted by day\n";
    reply.data.set("consents", consents);
    reply.data.set("restricted", made.restricted);
    reply.data.set("snapshots", !made.no_snapshots);
    reply.data.set("tallies", !made.no_tallies);
    if (made.retained_until) reply.data.set("retained_until", *made.retained_until);
    return reply;
}

Reply restrict_processing(Desk& desk, const Arguments& arguments) {
    const OwnersAct act(desk, arguments);
    act.choices().restrict(act.leave(Action::restrict));
    return {Status::done, "Processing of " + act.address() +
                              " is restricted: it is stored, and used by its owner only.\n"};
}

Reply lift_restriction(Desk& desk, const Arguments& arguments) {
    const OwnersAct act(desk, arguments);
    act.choices().lift_restriction(act.leave(Action::lift_restriction));
    return {Status::done, "Processing of " + act.address() + " is no longer restricted.\n"};
}

Reply keep_until(Desk& desk, const Arguments& arguments) {
    const std::int64_t moment = end_of_day("day", arguments.text("day"));
    const OwnersAct act(desk, arguments);
    act.choices().keep_until(act.leave(Action::set_retention, Purpose::service_delivery), moment);
    return {Status::done, act.address() + " is kept to the end of " + day_of(moment) +
                              " (UTC); then nobody uses it, and all of it is destroyed.\n"};
}

Reply keep_without_end(Desk& desk, const Arguments& arguments) {
    const OwnersAct act(desk, arguments);
    act.choices().keep_until(act.leave(Action::set_retention, Purpose::service_delivery), {});
    return {Status::done, act.address() + " is kept without an end.\n"};
}

Reply want_snapshots(Desk& desk, const Arguments& arguments) {
    return snapshots(desk, arguments, true);
}

Reply want_no_snapshots(Desk& desk, const Arguments& arguments) {
    return snapshots(desk, arguments, false);
}

Reply want_tallies(Desk& desk, const Arguments& arguments) { return tallies(desk, arguments, true); }

Reply want_no_tallies(Desk& desk, const Arguments& arguments) { return tallies(desk, arguments, false); }

}  // namespace postvern::services::control
