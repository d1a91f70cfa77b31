#include "services/control/ledger/replay_command.hpp"

#include <Poco/JSON/Array.h>

#include "compliance/replay.hpp"
#include "records/sha256.hpp"
#include "services/control/calendar_day.hpp"
#include "services/control/desk.hpp"
#include "services/control/ledger/ledger_commands.hpp"
#include "services/control/ledger/reading_key.hpp"

namespace postvern::services::control {

namespace {

using compliance::Replayed;

compliance::RulebookShelf shelf_of(const Desk& desk) {
    return [&kept = desk.rules().kept()](const policy::RulebookVersion& version)
               -> std::optional<std::vector<policy::RulebookFile>> {
        try {
            return kept.files(kept.find(records::hexadecimal(version)));
        } catch (const records::NotFound&) {
            return {};
        }
    };
}

std::string decided(const policy::Decision& decision) {
    std::string text = decision.permitted ? "granted" : "refused";
    for (const std::string& rule : decision.rules) text += ' ' + rule;
    for (const std::string& error : decision.errors) text += " (" + error + ')';
    return text;
}

std::string recorded(const records::RecordedAct& act) {
    const bool granted = act.outcome == policy::Outcome::granted;
    return std::string(granted ? "granted" : "refused") + (act.rules.empty() ? "" : " ") + act.rules;
}

std::string sentence(const Replayed& replayed) {
    const records::RecordedAct& act = replayed.recorded;
    const std::string head = "Entry " + std::to_string(act.sequence) + ", " + act.operation + " for " +
                             act.purpose + ", " + to_text(act.moment) + ", under rulebook " +
                             records::hexadecimal(act.rulebook) + ": recorded as " + recorded(act);
    switch (replayed.outcome) {
        case Replayed::Outcome::same:
            return head + ".\nThe rules and facts of that day decide the same.\n";
        case Replayed::Outcome::differs:
            return head + ".\nNothing that it may have been is decided so; the first that it may have been: " +
                   decided(replayed.decision) + ".\n";
        case Replayed::Outcome::unknown:
            return head + ".\nIt cannot be decided again: " + replayed.why + ".\n";
    }
    return head;
}

std::string_view name(Replayed::Outcome outcome) {
    switch (outcome) {
        case Replayed::Outcome::same: return "same";
        case Replayed::Outcome::differs: return "differs";
        case Replayed::Outcome::unknown: return "unknown";
    }
    return "unknown";
}

}  // namespace

Reply replay_entry(Desk& desk, const Arguments& arguments) {
    const auto sequence = arguments.number("entry", INT64_MAX);
    if (!sequence || *sequence == 0) throw Refused(Status::usage, "entry: write a number from 1");
    const auto key = reading_key_in(arguments);
    auto leave = leave_to_read(desk, arguments);
    const auto replayed =
        compliance::replay(desk.site(), std::move(leave), *sequence, shelf_of(desk), key ? &*key : nullptr);
    if (!replayed) {
        throw Refused(Status::refused, "there is no entry " + std::to_string(*sequence) +
                                           ", its keys are destroyed, or it opens with --record-key only");
    }
    const bool same = replayed->outcome == Replayed::Outcome::same;
    Reply reply(same ? Status::done : Status::refused, sentence(*replayed));
    reply.is_report = true;
    reply.data.set("entry", *sequence);
    reply.data.set("outcome", std::string(name(replayed->outcome)));
    reply.data.set("recorded", recorded(replayed->recorded));
    if (replayed->request) reply.data.set("decided", decided(replayed->decision));
    if (!replayed->why.empty()) reply.data.set("why", replayed->why);
    return reply;
}

}  // namespace postvern::services::control
