#include "services/control/ledger/own_record_commands.hpp"

#include "services/control/accounts/owners_act.hpp"
#include "services/control/ledger/ledger_commands.hpp"
#include "services/control/ledger/record_listing.hpp"

namespace postvern::services::control {

using policy::Action;

Reply show_own_record(Desk& desk, const Arguments& arguments) {
    const auto filter = filter_of(arguments);
    const PartsWanted wanted = parts_wanted(arguments);
    const OwnersAct act(desk, arguments);
    const auto& ledger = desk.site().ledger();
    RecordListing listing;
    if (wanted.entries) listing.acts = ledger.entries(act.leave(Action::export_), filter);
    if (wanted.tallies) {
        listing.tallies = ledger.tallies(act.leave(Action::export_), act.account());
        std::erase_if(*listing.tallies,
                      [&](const auto& tally) { return !is_within(filter, tally.day); });
    }
    listing.is_counted = !act.choices().read(act.leave(Action::export_)).no_tallies;
    return to_reply(listing, filter, Audience::person, arguments);
}

Reply export_own_entry(Desk& desk, const Arguments& arguments) {
    const std::uint64_t number = entry_number(arguments, "export");
    const OwnersAct act(desk, arguments);
    return exported(desk, number,
                    desk.site().ledger().export_entry(act.leave(Action::export_), number));
}

Reply prove_own_stream(Desk& desk, const Arguments& arguments) {
    const OwnersAct act(desk, arguments);
    const auto proof = desk.site().ledger().stream_proof(act.leave(Action::export_));
    Reply reply(Status::done, proof.text());
    reply.data.set("day", static_cast<std::int32_t>(proof.day));
    reply.data.set("count", proof.count);
    reply.data.set("proof", reply.text);
    reply.data.set("verifier_key", desk.site().ledger().verifier_key());
    return reply;
}

}  // namespace postvern::services::control
